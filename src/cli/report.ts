import Table from "cli-table3";
import { factsOf } from "../analysis/facts";
import { type ModeSummary, type Spread, summarise } from "../analysis/summary";
import type { ExperimentDetail } from "../lab/contract";
import { sayFact } from "../messages/sentence";
import { plainTable, statusesText, tableText } from "./lists";
import { endText, environmentText, lossText, percentText } from "./text";

/**
 * An experiment's result: the variants beside each other, what they show in plain words, the runs that did not end
 * well, and what computed it all.
 */
export function resultText({ id, experiment, environment, runs }: ExperimentDetail): string {
  const others = runs.filter(({ status }) => status !== "done");
  const told = others.filter(({ failure, records }) => failure || records.length > 0);
  const parts = [
    [`${experiment.name} (${id})`],
    [variantsTable({ experiment, runs })],
    factsOf(experiment, runs).map((fact) => sayFact(fact, "en")),
    [
      ...(others.length > 0 ? [`Runs: ${statusesText(runs)}`] : []),
      ...told.map((run) => endText(run, run.records.at(-1) ?? null)),
    ],
    environment ? [environmentText(environment)] : [],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** Mean ± standard deviation over the seeds, of the last epoch that each run measured. */
function variantsTable({ experiment, runs }: Pick<ExperimentDetail, "experiment" | "runs">): string {
  const table = new Table({
    ...plainTable,
    head: [
      "variant",
      "seeds",
      "epochs",
      "validation loss",
      "accuracy",
      "loss, eval forgotten",
      "accuracy, eval forgotten",
    ],
    colAligns: ["left", "right", "right", "right", "right", "right", "right"],
  });
  for (const { variant, runs: seeds, correct, forgotten } of summarise(experiment, runs)) {
    const epochs = runs.flatMap((run) =>
      run.variant === variant && run.epochsDone > 0 ? run.epochsDone : [],
    );
    table.push([variant, seeds, epochsText(epochs), ...figures(correct), ...figures(forgotten)]);
  }
  return tableText(table);
}

function figures(mode: ModeSummary | null): [string, string] {
  return [spreadText(mode?.loss, lossText), spreadText(mode?.accuracy, percentText)];
}

function spreadText(spread: Spread | undefined, text: (value: number, beside?: number) => string): string {
  if (!spread) return "-";
  return text(spread.mean) + (spread.sd === null ? "" : ` ± ${text(spread.sd, spread.mean)}`);
}

/** "40", or "12-40" where runs were stopped at different places. */
function epochsText(epochs: readonly number[]): string {
  if (epochs.length === 0) return "-";
  const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
  return least === most ? String(least) : `${least}-${most}`;
}
