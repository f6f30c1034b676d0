import Table from "cli-table3";
import type { ExperimentDetail } from "../contract/contract";
import type { Claim, Expected, Measure } from "../literature/claim";
import { claimIds, claimOf, claims } from "../literature/claims";
import { judge } from "../literature/judge";
import { literatureEn, literatureWordsEn as words } from "../messages/literature.en";
import { plainTable, tableText } from "./lists";

/** What `lab claims` lists. */
export function claimsText(): string {
  const table = new Table({ ...plainTable });
  for (const id of claimIds) table.push([id, `${literatureEn[id].title} (${claims[id].source})`]);
  return `${tableText(table)}\n`;
}

/** What the runs of a claim's document say of it; nothing for other experiments. */
export function verdictLines({ experiment, runs }: Pick<ExperimentDetail, "experiment" | "runs">): string[] {
  const id = claimOf(experiment);
  if (id === null) return [];
  const claim: Claim = claims[id];
  const text = literatureEn[id];
  const names: Readonly<Record<string, string>> = text.readings;
  const { readings, verdict } = judge(claim, runs);
  const table = new Table({
    ...plainTable,
    head: [words.reading, words.expected, words.found, words.verdict],
  });
  for (const { name, measure, expected, found, verdict: ofReading } of readings) {
    const interval =
      found === null || found.low === null
        ? ""
        : ` (${[found.low, found.high!].map((end) => amount(measure, end)).join(" to ")})`;
    table.push([
      names[name]!,
      expectedText(measure, expected),
      found === null ? "–" : amount(measure, found.mean) + interval,
      words.verdicts[ofReading],
    ]);
  }
  const seeds = readings[0]!.found?.n ?? 0;
  return [
    `Claim: ${text.claim}`,
    `Source: ${claim.source}`,
    `Here: ${text.reduced} Over ${seeds} seeds, each with data of its own.`,
    "",
    tableText(table),
    "",
    `Verdict: ${words.verdicts[verdict]}`,
  ];
}

const expectedText = (measure: Measure, expected: Expected): string =>
  typeof expected === "object" ? words.within(amount(measure, expected.within)) : words[expected];

/** A loss with three decimals, an accuracy in points of percent. */
function amount(measure: Measure, value: number): string {
  return measure === "accuracy" ? `${(100 * value).toFixed(2)} points` : value.toFixed(3);
}
