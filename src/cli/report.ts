import Table from "cli-table3";
import { mean, sampleStandardDeviation } from "simple-statistics";
import type { EpochRecord } from "../experiment/result";
import type { ExperimentDetail } from "../lab/contract";
import { plainTable, statusesText, tableText } from "./lists";
import { endText, environmentText, lossText, percentText } from "./text";

type Runs = ExperimentDetail["runs"];

/** An experiment's result: the variants beside each other, the runs that did not end well, and what computed it. */
export function resultText({ id, experiment, environment, runs }: ExperimentDetail): string {
  const others = runs.filter(({ status }) => status !== "done");
  const told = others.filter(({ failure, records }) => failure || records.length > 0);
  const parts = [
    `${experiment.name} (${id})`,
    variantsTable(runs),
    [
      ...(others.length > 0 ? [`Runs: ${statusesText(runs)}`] : []),
      ...told.map((run) => endText(run, run.records.at(-1) ?? null)),
    ].join("\n"),
    environment ? environmentText(environment) : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Mean ± standard deviation over the seeds, of the last epoch that each run measured. */
function variantsTable(runs: Runs): string {
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
  for (const variant of new Set(runs.map((run) => run.variant))) {
    const last = runs.filter((run) => run.variant === variant).flatMap(({ records }) => records.at(-1) ?? []);
    table.push([variant, last.length, epochsText(last), ...figures(last)]);
  }
  return tableText(table);
}

function figures(last: readonly EpochRecord[]): string[] {
  return (["eval", "train"] as const).flatMap((mode) => [
    spreadText(
      last.map(({ validation }) => validation[mode].loss),
      lossText,
    ),
    spreadText(
      last.flatMap(({ validation }) => validation[mode].accuracy ?? []),
      percentText,
    ),
  ]);
}

function spreadText(values: readonly number[], text: (value: number, beside?: number) => string): string {
  if (values.length === 0) return "-";
  const middle = mean([...values]);
  const spread = values.length > 1 ? ` ± ${text(sampleStandardDeviation([...values]), middle)}` : "";
  return text(middle) + spread;
}

/** "40", or "12-40" where runs were stopped at different places. */
function epochsText(last: readonly EpochRecord[]): string {
  const epochs = last.map(({ epoch }) => epoch);
  if (epochs.length === 0) return "-";
  const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
  return least === most ? String(least) : `${least}-${most}`;
}
