import type { LiveRun } from "./runRegistry";

/** The epochs that a number over several runs includes, if not all of them are at their last epoch. */
export interface SoFar {
  readonly lowest: number;
  readonly highest: number;
  readonly epochs: number;
}

/** @param runs of one variant; null once all runs with records have all epochs */
export function soFar(runs: readonly LiveRun[]): SoFar | null {
  const measured = runs.filter(({ epochsDone }) => epochsDone > 0);
  const [first] = measured;
  if (!first) return null;
  const done = measured.map(({ epochsDone }) => epochsDone);
  const [lowest, highest] = [Math.min(...done), Math.max(...done)];
  const { epochs } = first.summary;
  return lowest < epochs ? { lowest, highest, epochs } : null;
}
