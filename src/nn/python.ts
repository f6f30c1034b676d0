/** Python as the lab writes it for people: expressions, of which src/interchange makes lines as ruff formats them. */

export type Python = Call | List | Words;

/** A name, a number or anything else that is printed as it is. */
export interface Words {
  readonly words: string;
}

/** A list, or a tuple. */
export interface List {
  readonly items: readonly Python[];
  readonly brackets: "[]" | "()";
  /** One item a line, however short they are. */
  readonly spread?: true;
}

export interface Call {
  readonly callee: string;
  readonly arguments: readonly Python[];
  readonly keywords: Readonly<Record<string, Python>>;
  /** One argument a line, however short they are. */
  readonly spread?: true;
}

/** A class or a function that a script must define before it uses it. */
export interface Definition {
  readonly name: string;
  /** As ruff formats it, without a line end. */
  readonly source: string;
}

type Value = Python | number | boolean | string;

/** A number as Python has it, a truth value, or a text that is printed as it is: a name. */
export function python(value: Value): Python {
  if (typeof value === "object") return value;
  if (typeof value === "boolean") return { words: value ? "True" : "False" };
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3)
    return { words: value.toExponential() };
  return { words: String(value) };
}

/** `callee(...)`. @param keywords those that are undefined are left out */
export function call(
  callee: string,
  positional: readonly Value[] = [],
  keywords: Readonly<Record<string, Value | undefined>> = {},
): Call {
  const given = Object.entries(keywords).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return {
    callee,
    arguments: positional.map(python),
    keywords: Object.fromEntries(given.map(([name, value]) => [name, python(value)])),
  };
}

export function list(...items: readonly Value[]): List {
  return { items: items.map(python), brackets: "[]" };
}

export function tuple(...items: readonly Value[]): List {
  return { items: items.map(python), brackets: "()" };
}

/** A text as a literal of Python, with the quotes that ruff prefers. */
export function text(value: string): Words {
  const literal = JSON.stringify(value);
  if (!value.includes('"') || value.includes("'")) return { words: literal };
  return { words: `'${literal.slice(1, -1).replaceAll('\\"', '"')}'` };
}

/** `3 * batches`, or `batches`. */
export function times(count: number, name: string): string {
  return count === 1 ? name : `${count} * ${name}`;
}

/** Undefined for the framework's own default, which is not written. */
export function unless<Usual extends number | string>(value: Usual, usual: Usual): Usual | undefined {
  return value === usual ? undefined : value;
}
