import { isKind, list, type Value } from "./values";

/** More than any list or text of a network's code. */
const mostItems = 10_000;

/** Arithmetic of numbers, texts and lists; undefined for anything else. */
export function binary(left: Value, operator: string, right: Value): Value | undefined {
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== null && other !== null && operator !== "and" && operator !== "or")
    return ofNumbers(one, operator, other);
  if (operator === "+" && typeof left === "string" && typeof right === "string")
    return left.length + right.length > mostItems ? undefined : left + right;
  if (operator === "+" && isKind(left, "list") && isKind(right, "list"))
    return left.items.length + right.items.length > mostItems
      ? undefined
      : list([...left.items, ...right.items]);
  if (operator === "*" && isKind(left, "list") && typeof right === "number")
    return repeated(left.items, right);
  if (operator === "*" && isKind(right, "list") && typeof left === "number")
    return repeated(right.items, left);
  if (operator === "and") return isTrue(left) === null ? undefined : isTrue(left) ? right : left;
  if (operator === "or") return isTrue(left) === null ? undefined : isTrue(left) ? left : right;
  return undefined;
}

/** A truth value counts as 0 or 1. */
function numberOf(value: Value): number | null {
  return typeof value === "number" || typeof value === "boolean" ? Number(value) : null;
}

function repeated(items: readonly Value[], times: number): Value | undefined {
  if (!Number.isInteger(times) || items.length * times > mostItems) return undefined;
  return list(Array.from({ length: Math.max(0, times) }, () => items).flat());
}

function ofNumbers(left: number, operator: string, right: number): number | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return left - Math.floor(left / right) * right;
    case "**":
      return left ** right;
  }
}

export function compare(left: Value, operator: string, right: Value): boolean | undefined {
  if (operator === "is" || operator === "is not") {
    if (left !== null && right !== null) return undefined;
    const known = [left, right].every((value) => !isKind(value ?? undefined, "unknown"));
    return known ? (left === right) === (operator === "is") : undefined;
  }
  const plain = (value: Value) => ["number", "string", "boolean"].includes(typeof value) || value === null;
  if (!plain(left) || !plain(right)) return undefined;
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  if (operator === "<") return left < right;
  if (operator === ">") return left > right;
  if (operator === "<=") return left <= right;
  if (operator === ">=") return left >= right;
  return undefined;
}

/** Python's truth of a value; null where it is not known. */
export function isTrue(value: Value): boolean | null {
  if (value === null) return false;
  if (typeof value !== "object") return Boolean(value);
  if (value.kind === "list") return value.items.length > 0;
  if (value.kind === "dictionary") return value.entries.size > 0;
  return value.kind === "unknown" || value.kind === "outside" ? null : true;
}
