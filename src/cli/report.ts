import Table from "cli-table3";
import { analyse } from "../analysis/analyse";
import { byUnit, endTable, targetUnit, withUnit } from "../analysis/ends";
import type { EpochSelection } from "../analysis/names";
import { factsOf } from "../analysis/facts";
import { runsFacts } from "../analysis/not-done-facts";
import type { Analysis, Estimate, VariantAnalysis } from "../analysis/schema";
import { environmentsOf } from "../experiment/environments";
import type { Experiment } from "../experiment/schema";
import { experimentOf } from "../experiment/variants";
import type { ExperimentDetail } from "../contract/contract";
import type { ToldExperiment } from "../report/told";
import { sayFact } from "../messages/sentence";
import { sayStatuses } from "../messages/statuses";
import { amountText, lossText, rangeText } from "../report/numbers";
import { reportTexts } from "../report/texts";
import { verdictLines } from "./claims";
import { plainTable, tableText } from "./lists";
import { testsTable } from "./tests-table";
import { endText, environmentText, percentText, runName } from "./text";

/**
 * An experiment's result: of a claim of the literature the verdict, the variants beside each other, the lab's conclusions, the tests against the baseline, the
 * runs that did not end well, and the environment.
 */
export function resultText({ id, experiment, environment, runs, baseline }: ToldExperiment): string {
  const analysis = analyse(experiment, runs, { baseline });
  const others = runs.filter(({ status }) => status !== "done");
  const told = others.filter(({ failure, records }) => failure || records.length > 0);
  const parts = [
    [`${experiment.name} (${id})`],
    verdictLines({ experiment, runs }),
    [variantsTable(analysis), tableNote, ...(isClipped(analysis) ? [clippedNote] : [])],
    endLines(experiment, runs),
    factsOf(analysis).map((fact) => sayFact(fact, "en")),
    testsTable(analysis),
    [
      ...(others.length > 0 ? [`Runs: ${sayStatuses(runs)}`] : []),
      ...runsFacts(analysis).map((fact) => sayFact(fact, "en")),
      ...told.map((run) => endText(run, run.records.at(-1) ?? null)),
    ],
    environmentLines(environmentsOf(runs, environment), runs),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** If there are several environments, each names its runs. */
function environmentLines(
  environments: ReturnType<typeof environmentsOf>,
  runs: ExperimentDetail["runs"],
): string[] {
  if (environments.length < 2) return environments.map(({ environment }) => environmentText(environment));
  return environments.map(
    ({ environment, runs: places }) =>
      `${environmentText(environment)}: ${places.map((index) => runName(runs[index]!)).join(", ")}`,
  );
}

const tableNote =
  "Validation split, last epoch: mean over seeds ± half of its 95% confidence interval; SD: standard deviation over seeds.";
const clippedNote =
  "An accuracy's interval that would leave 0 to 100% is clipped there, and given by its ends.";

function isClipped({ variants }: Analysis): boolean {
  return variants.some(({ last }) => last?.correct.accuracy?.clipped || last?.forgotten.accuracy?.clipped);
}

/**
 * Mean ± half of its 95% interval, with the standard deviation below it, at the last epoch that each run measured.
 */
function variantsTable({ variants }: Analysis): string {
  const hasAveraged = variants.some(({ last }) => last?.averaged);
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
      ...(hasAveraged ? ["loss, averaged passes", "accuracy, averaged passes"] : []),
    ],
    colAligns: ["left", ...new Array<"right">(hasAveraged ? 8 : 6).fill("right")],
  });
  for (const one of variants) {
    const { last } = one;
    const epochs = last ? rangeText(last.epochs) : "-";
    table.push([one.variant, seedsText(one), epochs, ...figures(one, hasAveraged, spreadText)]);
    if (last && last.seeds.length > 1)
      table.push(["", "", "SD", ...figures(one, hasAveraged, deviationText)]);
  }
  return tableText(table);
}

/** What was measured once, when runs were done; nothing if none was. */
function endLines(experiment: Experiment, runs: ExperimentDetail["runs"]): string[] {
  const { variants, evaluation } = experiment;
  const { rows, measures } = endTable(experiment, runs);
  if (rows.length === 0) return [];
  const unit = targetUnit(experiment);
  const named = measures.map((measure) => withUnit(reportTexts.en.endMeasures[measure], measure, unit));
  const table = new Table({
    ...plainTable,
    head: ["variant", "at the end", ...named],
    colAligns: ["left", "left", ...measures.map(() => "right" as const)],
  });
  for (const { variant, split, values } of rows) {
    const texts = measures.map((measure) => {
      const write = byUnit<Writer>(measure, { share: percentText, amount: amountText, neither: lossText });
      const value = values[measure];
      // Answers that depend on no seed have no spread.
      return value ? (value.sd === 0 ? write(value.mean) : spreadText(value, write)) : "-";
    });
    table.push([variant, split, ...texts]);
  }
  const restored = variants.filter(
    (variant) => experimentOf(experiment, variant).training.earlyStopping?.restoreBest,
  );
  return [
    tableText(table),
    ...(restored.length < variants.length ? [momentNotes[evaluation.measureAt]] : []),
    ...(restored.length > 0 ? [restoredNote(restored.map(({ name }) => name))] : []),
  ];
}

const restoredNote = (names: readonly string[]) =>
  `${names.join(", ")}: measured once, with the best weights, which early stopping restored.`;
const momentNotes: Record<EpochSelection, string> = {
  best: "Measured once, with the weights of each run's best epoch (lowest validation loss).",
  last: "Measured once, with the weights of each run's last epoch.",
  stopped: "Measured once, with the weights that early stopping would have kept.",
};

/** "3", or "2 of 3" if runs are missing; the lines below say why. */
function seedsText({ planned, last }: VariantAnalysis): string {
  const count = last?.seeds.length ?? 0;
  return count === planned ? String(count) : `${count} of ${planned}`;
}

type Writer = (value: number, beside?: number) => string;

function figures(
  { last }: VariantAnalysis,
  hasAveraged: boolean,
  text: (estimate: Estimate, write: Writer) => string,
): string[] {
  return [last?.correct, last?.forgotten, ...(hasAveraged ? [last?.averaged] : [])].flatMap((mode) => [
    mode ? text(mode.loss, lossText) : "-",
    mode?.accuracy ? text(mode.accuracy, percentText) : "-",
  ]);
}

/** A clipped interval is not symmetric, so its ends are shown. */
function spreadText({ mean, low, high, clipped }: Estimate, write: Writer): string {
  if (low === null || high === null) return write(mean);
  return clipped
    ? `${write(mean)} (${write(low, mean)} to ${write(high, mean)})`
    : `${write(mean)} ± ${write(high - mean, mean)}`;
}

function deviationText({ mean, sd }: Estimate, write: Writer): string {
  return sd === null ? "" : write(sd, mean);
}
