import { estimate } from "../analysis/estimate";
import type { Estimate } from "../analysis/schema";
import type { RunRecords } from "../analysis/runs";
import { samplingOf } from "../analysis/sampling";
import type { Experiment } from "../experiment/schema";
import type { RunEnd } from "../experiment/run-end";
import type { Claim, Expected, Reading } from "./claim";
import { measures } from "./measures";

/** What the lab found of a reading, or of a whole claim. */
export type Verdict = "seen" | "notSeen" | "opposite" | "tooFewSeeds";

export interface JudgedReading extends Reading {
  /** Over the seeds of which all runs are done, with a 95 % t interval; null without one. */
  readonly found: Estimate | null;
  readonly verdict: Verdict;
}

export interface Judged {
  readonly readings: readonly JudgedReading[];
  /** Seen if each reading is; opposite if one is. */
  readonly verdict: Verdict;
}

/** Fewer seeds give no interval worth its name. */
const fewestSeeds = 3;

/** A claim's experiment, with its runs so far. */
export interface Tried {
  readonly experiment: Pick<Experiment, "data" | "evaluation" | "seeds">;
  readonly runs: readonly (RunRecords & { readonly end?: RunEnd | undefined })[];
}

/** Holds a claim against runs of its experiment. Each seed has data or a split of its own: the t intervals say how much these share. */
export function judge({ readings }: Claim, { experiment, runs }: Tried): Judged {
  const last = new Map(
    runs
      .filter(({ status, records }) => status === "done" && records.length > 0)
      .map(({ variant, seed, records, end }) => [`${seed} ${variant}`, { record: records.at(-1)!, end }]),
  );
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const judged = readings.map((reading): JudgedReading => {
    const { value, split } = measures[reading.measure];
    const values = seeds.flatMap((seed) => {
      const parts = Object.entries(reading.contrast).map(([variant, factor]) => {
        const run = last.get(`${seed} ${variant}`);
        return run && factor * (value(run) ?? NaN);
      });
      const sum = parts.reduce<number>((total, part) => total + (part ?? NaN), -(reading.closedForm ?? 0));
      return Number.isFinite(sum) ? [sum] : [];
    });
    const ofEnd = experiment.data.test > 0 ? "test" : "validation";
    const { overlap } = samplingOf(experiment, split === "end" ? ofEnd : split);
    const found = values.length > 0 ? estimate(values, undefined, overlap) : null;
    return { ...reading, found, verdict: verdictOf(found, reading.expected) };
  });
  const verdicts = judged.map(({ verdict }) => verdict);
  const first = (["opposite", "tooFewSeeds", "notSeen"] as const).find((each) => verdicts.includes(each));
  return { readings: judged, verdict: first ?? "seen" };
}

/** The whole interval must lie where the claim has it. */
function verdictOf(found: Estimate | null, expected: Expected): Verdict {
  if (found === null || found.n < fewestSeeds || found.low === null || found.high === null)
    return "tooFewSeeds";
  const { low, high } = found;
  if (typeof expected === "object") {
    const { within } = expected;
    if (low >= -within && high <= within) return "seen";
    return low > within || high < -within ? "opposite" : "notSeen";
  }
  const [seen, opposite] = expected === "below" ? [high < 0, low > 0] : [low > 0, high < 0];
  return seen ? "seen" : opposite ? "opposite" : "notSeen";
}
