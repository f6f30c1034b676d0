import Table from "cli-table3";
import type { Passes, RunSummary } from "../contract/contract";
import { plainTable, tableText } from "./lists";

const short = (value: number): string => value.toPrecision(4);
const share = (value: number): string => `${(100 * value).toFixed(1)}%`;

/** What `lab inside --passes` prints. */
export function passesText({ variant, seed, id }: RunSummary, passes: Passes): string {
  const { epoch, rows, of, passes: count, classification, regression } = passes;
  const which = rows === of ? `all ${rows} validation rows` : `the first ${rows} of ${of} validation rows`;
  const head = `${variant}, seed ${seed} (run ${id})
weights after epoch ${epoch}, ${which}, ${count} passes with dropout on

`;
  if (classification) return `${head}${classesText(classification)}`;
  return `${head}${valuesText(regression!)}`;
}

function classesText(told: NonNullable<Passes["classification"]>): string {
  const { curve, single, eval: evaluated, entropy, mutualInformation } = told;
  const table = new Table({ ...plainTable, head: ["", "loss", "accuracy", "calibration error"] });
  const row = (name: string, { loss, accuracy, calibration }: typeof evaluated): void => {
    table.push([name, short(loss), share(accuracy), short(calibration)]);
  };
  row("eval mode", evaluated);
  row("one pass, mean", {
    loss: single.loss.mean,
    accuracy: single.accuracy.mean,
    calibration: single.calibration.mean,
  });
  for (const { passes, ...measures } of curve) row(`average of ${passes}`, measures);
  return `${tableText(table)}

mean predictive entropy ${short(entropy)} nats, of which the passes disagree about ${short(mutualInformation)} (mutual information)
`;
}

function valuesText(told: NonNullable<Passes["regression"]>): string {
  const { curve, single, eval: evaluated, precision, logLikelihood, coverage, sd } = told;
  const table = new Table({ ...plainTable, head: ["", "loss", "RMSE in the target's units"] });
  table.push(["eval mode", short(evaluated.loss), short(evaluated.rmse)]);
  table.push(["one pass, mean", short(single.loss.mean), short(single.rmse.mean)]);
  for (const { passes, loss, rmse } of curve) table.push([`average of ${passes}`, short(loss), short(rmse)]);
  const covered = coverage
    .map(({ level, share: own }) => `${100 * level}% interval: ${share(own)}`)
    .join(", ");
  return `${tableText(table)}

mean SD over the passes ${short(sd)} in the target's units; precision τ ${short(precision)}
log likelihood ${short(logLikelihood.averaged)} (eval mode ${short(logLikelihood.eval)})
values within their ${covered}
`;
}
