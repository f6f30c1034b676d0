import Table from "cli-table3";
import { type SplitName, splitNames } from "../data/source-kind";
import { type Divided, type Division, lackingClasses, largestClass } from "../fields/division";
import { fewOf } from "../messages/few";
import { plainTable, tableText } from "./lists";

const ways: Readonly<Record<Division, string>> = {
  random: "at random",
  stratified: "stratified by class",
  inOrder: "in the file's order",
};
const splitTexts = { train: "training", validation: "validation", test: "test" } as const;

/** More classes are too many to read. */
const mostClasses = 20;

/** How rows are divided: "70 to train with, 15 to validate with and 15 to test with, stratified by class". */
export function wayText({ counts, groups }: Divided, division: Division): string {
  const { train, validation, test } = counts!;
  const tested = test > 0 ? ` and ${test} to test with` : "";
  const way =
    groups === null
      ? ways[division]
      : `whole groups (${groups})${division === "inOrder" ? ` ${ways.inOrder}` : ""}`;
  return `${train} to train with${test > 0 ? "," : " and"} ${validation} to validate with${tested}, ${way}`;
}

/** Counts by class and split, what always answering the largest class gives, and what may be wrong with the division. */
export function dividedText(divided: Divided, division: Division): string {
  const { counts, classes, duplicates, groups } = divided;
  if (!counts) return "";
  const shown = splitNames.filter((split) => counts[split] > 0);
  const lines: string[] = [];
  if (classes.length > 0) {
    const list = new Table({ ...plainTable, head: ["class", ...shown.map((split) => splitTexts[split])] });
    for (const each of classes.slice(0, mostClasses))
      list.push([each.name, ...shown.map((split) => each[split])]);
    const largest = largestClass(divided);
    list.push([
      `always "${largest.name}"`,
      ...shown.map((split) => `${((100 * largest[split]) / counts[split]).toFixed(1)}%`),
    ]);
    lines.push(tableText(list));
    if (classes.length > mostClasses) lines.push(`(${classes.length - mostClasses} more classes)`);
  }
  const lacking = (split: SplitName) => {
    const names = lackingClasses(divided, split);
    return names.length > 0 ? [`warning: no ${splitTexts[split]} samples of class ${fewOf(names)}`] : [];
  };
  lines.push(...splitNames.flatMap(lacking));
  const asked =
    divided.limit === null ? [] : [`warning: the lab holds ${divided.limit} rows of these, not all`];
  const equal = (["validation", "test"] as const).flatMap((split) => {
    const count = duplicates?.[split] ?? 0;
    const others = split === "test" ? "training or validation" : "training";
    return count > 0
      ? [`warning: ${count} of ${counts[split]} ${splitTexts[split]} rows are equal to a ${others} row`]
      : [];
  });
  const won =
    groups !== null && division === "stratified"
      ? ["Groups win: the classes' shares are as the groups have them."]
      : [];
  return [...lines, ...asked, ...equal, ...won].map((line) => `${line}\n`).join("");
}
