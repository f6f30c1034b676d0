import { type Batches, isKind, type Rows, type Value } from "./values";

const batches = (epochs: number, size: number | null, more = 0): Batches => ({
  ...{ kind: "batches", epochs, more, size, isInverse: false },
});

/** What `len` gives of a value that is no list. */
export function lengthOf(value: Value | undefined): Rows | Batches {
  const isLoader = isKind(value, "call") && value.name === "torch.utils.data.DataLoader";
  if (!isLoader) return { kind: "rows" };
  const size = value.named.get("batch_size") ?? value.positional[1];
  return batches(1, typeof size === "number" ? size : null);
}

/** Arithmetic with numbers of batches; undefined for anything else. */
export function ofBatches(left: Value, operator: string, right: Value): Value | undefined {
  if (isKind(left, "rows") && typeof right === "number" && right > 0 && /^\/\/?$/.test(operator))
    return batches(1, right);
  if (isKind(right, "batches") && !right.isInverse && typeof left === "number") {
    if (operator === "*") return batches(left * right.epochs, right.size, left * right.more);
    if (operator === "/" && left === 1) return { ...right, isInverse: true };
    return operator === "+" ? batches(right.epochs, right.size, right.more + left) : undefined;
  }
  if (!isKind(left, "batches") || left.isInverse || typeof right !== "number") return undefined;
  if (operator === "*") return ofBatches(right, operator, left);
  const more = operator === "+" ? right : operator === "-" ? -right : null;
  return more === null ? undefined : batches(left.epochs, left.size, left.more + more);
}

/** Whole epochs of a number of batches; null for anything else. */
export function epochsOf(value: Value | undefined, more = 0): number | null {
  const isWhole = isKind(value, "batches") && !value.isInverse && value.more === more;
  return isWhole && Number.isInteger(value.epochs) && value.epochs > 0 ? value.epochs : null;
}
