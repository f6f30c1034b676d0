import Table from "cli-table3";
import type { ExperimentDetail } from "../contract/contract";
import { amountOf } from "../literature/amount";
import type { Claim, Expected, Measure } from "../literature/claim";
import { claimIds, claimOf, claims } from "../literature/claims";
import { judge } from "../literature/judge";
import { literatureTexts } from "../messages/literature";
import { plainTable, tableText } from "./lists";

const { claims: texts, words } = literatureTexts.en;

/** What `lab claims` lists. */
export function claimsText(): string {
  const table = new Table({ ...plainTable });
  for (const id of claimIds) table.push([id, `${texts[id].title} (${claims[id].source})`]);
  return `${tableText(table)}\n`;
}

/** What the runs of a claim's document say of it; nothing for other experiments. */
export function verdictLines(tried: Pick<ExperimentDetail, "experiment" | "runs">): string[] {
  const { experiment } = tried;
  const id = claimOf(experiment);
  if (id === null) return [];
  const claim: Claim = claims[id];
  const text = texts[id];
  const names: Readonly<Record<string, string>> = text.readings;
  const { readings, verdict } = judge(claim, tried);
  const table = new Table({
    ...plainTable,
    head: [words.reading, words.expected, words.found, words.verdict],
  });
  for (const { name, measure, expected, found, verdict: ofReading } of readings) {
    const interval =
      found === null || found.low === null
        ? ""
        : ` (${[found.low, found.high!].map((end) => amountOf(measure, end, "en")).join(" to ")})`;
    table.push([
      names[name]!,
      expectedText(measure, expected),
      found === null ? "–" : amountOf(measure, found.mean, "en") + interval,
      words.verdicts[ofReading],
    ]);
  }
  const seeds = readings[0]!.found?.n ?? 0;
  return [
    `${words.claim}: ${text.claim}`,
    `${words.source}: ${claim.source}`,
    `${words.here}: ${text.reduced} Over ${seeds} seeds, each with ${experiment.evaluation.resample === "draws" ? "data" : "a split"} of its own.`,
    "",
    tableText(table),
    "",
    `${words.verdict}: ${words.verdicts[verdict]}`,
  ];
}

const expectedText = (measure: Measure, expected: Expected): string =>
  typeof expected === "object" ? words.within(amountOf(measure, expected.within, "en")) : words[expected];
