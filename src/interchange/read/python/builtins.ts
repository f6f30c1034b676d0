import { isKind, list, type Value } from "./values";

const mostItems = 10_000;

/** Python's own functions that layers are made with; undefined for any other. */
export function builtin(
  name: string,
  given: readonly Value[],
  itemsOf: (value: Value) => readonly Value[] | null,
): Value | undefined {
  const [first] = given;
  const lists = given.map((value) => itemsOf(value));
  const items = lists[0];
  const numbers = (items && given.length === 1 ? items : given).filter((value) => typeof value === "number");
  const batches = given.find((value) => isKind(value, "batches"));
  if (batches && /^(int|round|max|min)$/.test(name)) return batches;
  switch (name) {
    case "range":
      return given.every((value) => typeof value === "number") ? range(given) : undefined;
    case "len":
      return items ? items.length : undefined;
    case "list":
    case "tuple":
      return items ? list(items) : given.length === 0 ? list([]) : undefined;
    case "dict":
      return { kind: "dictionary", entries: new Map() };
    case "reversed":
      return items ? list([...items].reverse()) : undefined;
    case "enumerate":
      return items ? list(items.map((item, index) => list([index, item]))) : undefined;
    case "zip": {
      if (lists.length === 0 || lists.some((each) => !each)) return undefined;
      const shortest = Math.min(...lists.map((each) => each!.length));
      return list(Array.from({ length: shortest }, (_, index) => list(lists.map((each) => each![index]!))));
    }
    case "int":
      return typeof first === "number" ? Math.trunc(first) : undefined;
    case "float":
      if (typeof first === "string")
        return /^[+-]?inf/.test(first) ? Number(`${first.replace(/inf.*/, "")}Infinity`) : undefined;
      return typeof first === "number" ? first : undefined;
    case "round":
      return typeof first === "number" && given.length === 1 ? Math.round(first) : undefined;
    case "sum":
      return items && numbers.length === items.length
        ? numbers.reduce((sum, value) => sum + value, 0)
        : undefined;
    case "tqdm":
      return first;
    case "trange":
      return given.every((value) => typeof value === "number") ? range(given) : undefined;
    case "max":
      return numbers.length > 0 ? numbers.reduce((a, b) => Math.max(a, b)) : undefined;
    case "min":
      return numbers.length > 0 ? numbers.reduce((a, b) => Math.min(a, b)) : undefined;
    // A word for checkers of types.
    case "cast":
      return given[1];
    case "print":
      return null;
  }
  return isKind(first, "flow") ? first : undefined;
}

function range(given: readonly number[]): Value | undefined {
  const [start, end, step = 1] = given.length === 1 ? [0, given[0]!] : given;
  const count = Math.ceil((end! - start!) / step);
  if (!(count <= mostItems)) return undefined;
  return list(Array.from({ length: Math.max(0, count) }, (_, index) => start! + index * step));
}
