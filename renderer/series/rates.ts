import type { EpochRecord } from "../../src/experiment/result";
import type { RunGroup } from "./groups";
import type { SeriesStore } from "./store";

/** What a record tells only where it varies. */
export const rateNames = ["learningRate", "rateFactor"] as const;
export type RateName = (typeof rateNames)[number];

/** One course over the epochs, and the runs that took it. */
export interface RateLine {
  readonly points: readonly { readonly epoch: number; readonly value: number }[];
  readonly runs: readonly { readonly group: RunGroup; readonly seed: number }[];
}

/** The courses that differ; a run on its way belongs to a longer one that begins alike. */
export function rateLines(series: SeriesStore, name: RateName): RateLine[] {
  const courses = series.groups
    .flatMap((group) =>
      group.runs.map(({ runId, seed }) => ({
        run: { group, seed },
        points: pointsOf(series.records(runId), name),
      })),
    )
    .filter(({ points }) => points.length > 0)
    .sort((one, other) => other.points.length - one.points.length);
  const lines: { points: RateLine["points"]; runs: RateLine["runs"][number][] }[] = [];
  for (const { points, run } of courses) {
    const same = lines.find((line) =>
      points.every(({ epoch, value }, index) => {
        const other = line.points[index]!;
        return other.epoch === epoch && other.value === value;
      }),
    );
    if (same) same.runs.push(run);
    else lines.push({ points, runs: [run] });
  }
  return lines;
}

function pointsOf(records: readonly EpochRecord[], name: RateName): RateLine["points"] {
  // A schedule holds from the first epoch to the last; most runs have none.
  if ([records[0], records.at(-1)].every((record) => record?.[name] === undefined)) return [];
  return records.flatMap((record) => {
    const value = record[name];
    return value === undefined ? [] : [{ epoch: record.epoch, value }];
  });
}
