import { resolve } from "node:path";
import type { PredictedRows } from "../contract/inspect-rows";
import { jsonText, writeDocument } from "../documents/documents";
import { refuseProtected } from "../documents/protected-files";
import type { Lab } from "../lab/lab";
import { sayFailure } from "../messages/failure";
import { bestRun } from "../report/best-run";
import { predictionsCsv, rowsOfPredictions } from "../report/predictions-csv";
import { fittingRuns } from "./chosen-run";
import { writeToOutput } from "./output";

export interface PredictFlags {
  readonly variant?: string;
  readonly seed?: number;
  readonly epoch?: number;
  /** With dropout on. */
  readonly passes?: number;
  readonly json?: true;
  /** "-" for standard output. */
  readonly out?: string;
}

/**
 * Predicts the rows of a file by a run's weights, and writes the predictions; what is to be known of them goes to standard error.
 * @throws LabError as `fittingRuns` and `inspectRows` do, `fileProtected`, `documentNotWritten`
 */
export async function predictFile(
  lab: Lab,
  start: string,
  file: string,
  { passes = 0, epoch, json, out = "-", ...flags }: PredictFlags,
): Promise<void> {
  // Nothing is computed for a place where nothing may be written.
  if (out !== "-") await refuseProtected(resolve(out));
  const runs = await fittingRuns(lab, start, flags);
  const run = bestRun(runs);
  const predicted = await lab.inspectRows({
    ...{ runId: run.id, passes, file: resolve(file) },
    ...(epoch !== undefined && { epoch }),
  });
  const { variant, seed, id } = run;
  const content = json
    ? jsonText({ run: id, variant, seed, ...asJson(predicted) })
    : predictionsCsv(predicted, sayFailure);
  process.stderr.write(toldOf(`${variant}, seed ${seed} (run ${id})`, predicted));
  if (out === "-") return writeToOutput(content);
  await writeDocument(resolve(out), content);
  process.stderr.write(`Written: ${out}\n`);
}

function asJson(predicted: PredictedRows): object {
  const { epoch, classes, passes, notes } = predicted;
  const rows = rowsOfPredictions(predicted).map(({ failure, ...row }) => ({
    ...row,
    ...(failure && { problem: sayFailure(failure) }),
  }));
  return { epoch, ...(classes && { classes }), passes, notes: notes.map(sayFailure), rows };
}

/** The most rows that are named one by one. */
const mostNamed = 5;

function toldOf(run: string, { epoch, rows, names, passes, drops, faults, notes }: PredictedRows): string {
  const ofPasses =
    passes === 0 ? "" : `, ${passes} passes with dropout on${drops ? "" : " (the run drops no units)"}`;
  const lines = [
    `${run}: weights after epoch ${epoch}${ofPasses}`,
    `${rows - faults.length} of ${rows} rows predicted`,
    ...notes.map(sayFailure),
    ...faults
      .slice(0, mostNamed)
      .map(({ row, failure }) => `${names?.[row] ?? `row ${row + 1}`}: ${sayFailure(failure)}`),
    ...(faults.length > mostNamed
      ? [`${faults.length - mostNamed} more rows without a prediction: the column "problem" says why.`]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}
