import type { Tensor } from "../tensor";
import type { Call, Step } from "./python/values";
import type { Teller } from "./teller";

/** The layers with weights that PyTorch's names and shapes tell of: a file of weights has no more. In the order of their names' numbers. */
export function stepsOfShapes(tensors: ReadonlyMap<string, Pick<Tensor, "shape">>, teller: Teller): Step[] {
  teller.tell("readShapesOnly");
  return modulesOf(tensors.keys()).flatMap((path): Step[] => {
    const weight = tensors.get(`${path}.weight`);
    if (!weight) return [];
    const call = (name: string, ...positional: number[]): Call => ({
      ...{ kind: "call", name: `torch.nn.${name}`, positional, named: new Map(), line: 0, path },
    });
    const { shape } = weight;
    if (shape.length === 2) return [call("Linear", shape[1]!, shape[0]!)];
    if (shape.length === 4 && shape[2] === shape[3]) return [call("Conv2d", shape[1]!, shape[0]!, shape[2]!)];
    if (shape.length === 1 && tensors.has(`${path}.running_mean`)) return [call("BatchNorm1d", shape[0]!)];
    if (shape.length === 1) return [call("LayerNorm", shape[0]!)];
    return [call(`Module`)].map((module) => ({ ...module, name: `${path} ${shape.join(" × ")}` }));
  });
}

/** The modules that tensors belong to, in the order in which a person counts: 2 before 10, and names as the file has them. */
export function modulesOf(names: Iterable<string>): string[] {
  const modules = [...new Set([...names].map((name) => name.replace(/\.?[^.]*$/, "")))];
  return modules.sort(byNumbers);
}

function byNumbers(one: string, other: string): number {
  const [a, b] = [one.split("."), other.split(".")];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [x, y] = [Number(a[at]), Number(b[at])];
    if (Number.isInteger(x) && Number.isInteger(y) && x !== y) return x - y;
    if (a[at] !== b[at]) return endOfNumber(a[at]!, b[at]!);
  }
  return a.length - b.length;
}

/** fc2 before fc10; names that differ otherwise stay as they are. */
function endOfNumber(one: string, other: string): number {
  const [a, b] = [one, other].map((name) => /^(.*?)(\d*)$/.exec(name)!);
  return a![1] === b![1] ? Number(a![2]) - Number(b![2]) : 0;
}
