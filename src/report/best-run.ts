import type { ExperimentDetail } from "../contract/contract";

type Run = ExperimentDetail["runs"][number];

/** Of runs that are done the one with the lowest validation loss at the epoch whose weights count; without one the first. @param runs at least one */
export function bestRun(runs: readonly Run[]): Run {
  const done = runs.filter(({ status }) => status === "done");
  return [...done].sort((one, other) => lossOf(one) - lossOf(other))[0] ?? runs[0]!;
}

function lossOf({ records, end }: Run): number {
  const record = records.find(({ epoch }) => epoch === end?.epoch) ?? records.at(-1);
  return record?.validation.eval.loss ?? Infinity;
}
