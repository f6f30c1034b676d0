import type { Call, List, Python } from "../../nn/python";

/** Columns of a line, as ruff formats code by itself. */
export const lineWidth = 88;
const step = "    ";

/**
 * Lines of an expression as `ruff format` breaks it: all on one line; or what is in the outermost brackets on a line of its own; or
 * each item on one.
 * @param before what stands before it in its first line, with the indentation @param after what stands behind it in its last line @param width of a line; less for what is indented afterwards
 */
export function printed(expression: Python, before = "", after = "", width = lineWidth): string[] {
  const flat = flatOf(expression);
  if (flat !== null && width >= [...`${before}${flat}${after}`].length) return [`${before}${flat}${after}`];
  if ("words" in expression) return [`${before}${flat}${after}`];
  const indent = `${/^ */.exec(before)![0]}${step}`;
  const [open, close] = bracketsOf(expression);
  const items = itemsOf(expression);
  const inner = items.map(([name, item]) => [`${indent}${name}`, item] as const);
  const oneLine = `${indent}${items.map(([name, item]) => `${name}${flatOf(item)}`).join(", ")}`;
  const isSpread = expression.spread || items.some(([, item]) => flatOf(item) === null);
  const single = "items" in expression && expression.brackets === "()" && items.length === 1;
  const body =
    !isSpread && !single && width >= [...oneLine].length && "callee" in expression
      ? [oneLine]
      : inner.flatMap(([start, item]) =>
          printed(item, start, isAlone(items, expression, isSpread) ? "" : ",", width),
        );
  return [`${before}${open}`, ...body, `${indent.slice(step.length)}${close}${after}`];
}

/** Whether it is the one argument of a call that itself takes several lines: ruff puts no comma behind it. */
function isAlone(items: readonly unknown[], expression: Call | List, isSpread: boolean): boolean {
  return items.length === 1 && "callee" in expression && !expression.spread && isSpread;
}

/** On one line; null for what is spread over several. */
export function flatOf(expression: Python): string | null {
  if ("words" in expression) return expression.words;
  const [open, close] = bracketsOf(expression);
  const parts = itemsOf(expression).map(([name, item]) => {
    const flat = flatOf(item);
    return flat === null ? null : `${name}${flat}`;
  });
  if (expression.spread || parts.includes(null)) return null;
  const isSingleTuple = "items" in expression && expression.brackets === "()" && parts.length === 1;
  return `${open}${parts.join(", ")}${isSingleTuple ? "," : ""}${close}`;
}

function bracketsOf(expression: Call | List): [string, string] {
  if ("callee" in expression) return [`${expression.callee}(`, ")"];
  return expression.brackets === "[]" ? ["[", "]"] : ["(", ")"];
}

/** What stands in the brackets: of keywords with their names before. */
function itemsOf(expression: Call | List): [string, Python][] {
  if ("items" in expression) return expression.items.map((item) => ["", item]);
  const named = Object.entries(expression.keywords).map(([name, value]): [string, Python] => [
    `${name}=`,
    value,
  ]);
  return [...expression.arguments.map((each): [string, Python] => ["", each]), ...named];
}
