import { integersOf } from "./tensors";
import { type Sizes, sizes, type Value } from "./values";
import type { OnnxNode } from "./wire";

/** More than a shape has. */
const most = 64;

/** The whole numbers of a value; null if it holds others. */
export function sizesOf(value: Value | undefined): readonly number[] | null {
  if (value?.kind === "sizes") return value.values;
  return value?.kind === "constant" ? integersOf(value.tensor) : null;
}

/** Arithmetic on shapes, as exports that leave the number of rows open do it; null for another node. */
export function sizesOfNode(node: OnnxNode, given: readonly (Value | undefined)[]): Sizes | null {
  const [first] = given;
  const attribute = (name: string) => node.attributes.get(name)?.integer;
  if (node.op === "Shape" && first?.kind === "carried") {
    const { picture, channels } = first.axes;
    const whole =
      picture === null
        ? [NaN, channels]
        : picture === "first"
          ? [NaN, channels, NaN, NaN]
          : [NaN, NaN, NaN, channels];
    return sizes(whole.slice(attribute("start") ?? 0, attribute("end") ?? 4));
  }
  const lists = given.filter((each) => each !== undefined).map(sizesOf);
  if (lists.length === 0 || lists.some((each) => each === null || each.length > most)) return null;
  const [one, two, three] = lists as [readonly number[], ...(readonly number[])[]];
  if (node.op === "Gather" && two) return sizes(two.map((index) => one.at(index) ?? NaN));
  if (node.op === "Slice" && two && three) return sizes(one.slice(two[0], three[0]));
  if (node.op === "Concat") return sizes(lists.flatMap((each) => [...each!]).slice(0, most));
  if (["Squeeze", "Unsqueeze", "Reshape"].includes(node.op)) return sizes(one);
  if (node.op === "ReduceProd") return sizes([one.reduce((product, size) => product * size, 1)]);
  const by = {
    Mul: (a: number, b: number) => a * b,
    Div: (a: number, b: number) => a / b,
    Add: (a: number, b: number) => a + b,
  }[node.op];
  return by && two ? sizes(one.map((size, index) => by(size, two[index] ?? two[0] ?? NaN))) : null;
}
