import type { Fault } from "../messages/failure";
import { lossOf } from "../nn/losses/kinds";
import { epochToMeasure } from "./early-stopping";
import { fault } from "./faults";
import type { RunResult } from "./result";
import type { RunEnd, SplitEnd } from "./run-end";
import type { Experiment } from "./schema";

/** What the measures of a run's end cannot be, each with its place. */
export function endFaults(experiment: Experiment, run: RunResult, path: string): Fault[] {
  const { end, epochs, status } = run;
  const { training } = experiment;
  if (!end) return [];
  if (status !== "done") return [fault(path, "resultEndOfUnfinished")];
  const expected = epochs.length === 0 ? training.epochs : epochToMeasure(epochs, experiment);
  const hasClasses = lossOf(training.loss).fits === "classification";
  return [
    ...(end.epoch === expected
      ? []
      : [fault(`${path}.epoch`, "resultEndEpoch", { epoch: end.epoch, expected })]),
    ...splitFaults(end, end.validation, hasClasses, `${path}.validation`),
    ...(end.test ? splitFaults(end, end.test, hasClasses, `${path}.test`) : []),
  ];
}

const needed = {
  classification: ["accuracy", "balancedAccuracy", "macroF1", "majorityAccuracy"],
  regression: ["rmse", "mae", "meanRmse"],
} as const satisfies Record<string, readonly (keyof SplitEnd)[]>;
const optional = {
  classification: ["confusion", "calibration", "mcAccuracy", "mcCalibration", "reestimatedAccuracy"],
  regression: ["r2", "mcRmse", "logLikelihood", "mcLogLikelihood"],
} as const;

function splitFaults(end: RunEnd, measures: SplitEnd, hasClasses: boolean, path: string): Fault[] {
  const [own, other] = hasClasses
    ? (["classification", "regression"] as const)
    : (["regression", "classification"] as const);
  const missing = needed[own].filter((name) => measures[name] === undefined);
  const foreign = [...needed[other], ...optional[other]].filter((name) => measures[name] !== undefined);
  return [
    ...missing.map((name) => fault(`${path}.${name}`, "missingField")),
    ...foreign.map((measure) => fault(`${path}.${measure}`, "resultMeasureOfOtherTask", { measure })),
    ...(fits(end, measures)
      ? []
      : [
          fault(`${path}.confusion`, "resultConfusion", {
            classes: end.classes?.length ?? 0,
            rows: measures.rows,
          }),
        ]),
  ];
}

/** Whether the confusion matrix has a row and a column for each class, and counts each row of the split once. */
function fits({ classes }: RunEnd, { confusion, rows }: SplitEnd): boolean {
  if (!confusion) return true;
  const size = classes?.length;
  const counted = confusion.flat().reduce((sum, count) => sum + count, 0);
  return confusion.length === size && confusion.every(({ length }) => length === size) && counted === rows;
}
