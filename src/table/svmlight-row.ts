/** Without zeros in front, which times have. */
const number = "[-+]?(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?";
const line = new RegExp(`^(${number})((?:\\s+(?:qid|0|[1-9][0-9]{0,8}):${number})*)\\s*(?:#.*)?$`);
const pair = new RegExp(`(qid|[0-9]+):(${number})`, "g");

/** "1 3:0.5 7:1": a label, then the number and the value of each feature that is not 0. Of some lines, each must be so. */
export function isSvmlight(text: string): boolean {
  const whole = text.length < 2000 ? text : text.slice(0, text.lastIndexOf("\n", 1 << 16) + 1);
  const lines = whole
    .split(/\r\n|\r|\n/)
    .filter((each) => each.trim() !== "" && !each.startsWith("#"))
    .slice(0, 50);
  return (
    lines.length > 0 && lines.every((each) => line.test(each)) && lines.some((each) => /\s[0-9]+:/.test(each))
  );
}

/** Empty, or a comment. */
export const isNoRow = (text: string): boolean => text.trim() === "" || text.startsWith("#");

export interface SparseRow {
  readonly label: string;
  readonly group: string;
  readonly values: readonly (readonly [place: number, value: string])[];
}

/** @returns null if it is none */
export function rowOf(text: string): SparseRow | null {
  const found = line.exec(text.trim());
  if (!found) return null;
  let group = "";
  const values: [number, string][] = [];
  for (const [, name, value] of found[2]!.matchAll(pair)) {
    if (name === "qid") group = value!;
    else values.push([Number(name), value!]);
  }
  return { label: found[1]!, group, values };
}
