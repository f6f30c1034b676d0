import { estimate } from "../analysis/estimate";
import type { Estimate } from "../analysis/schema";
import type { RunRecords } from "../analysis/runs";
import type { EpochRecord } from "../experiment/result";
import type { Claim, Expected, Measure, Reading } from "./claim";

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

const valueOf: Readonly<Record<Measure, (record: EpochRecord) => number | undefined>> = {
  loss: ({ validation }) => validation.eval.loss,
  accuracy: ({ validation }) => validation.eval.accuracy,
  trainingLoss: ({ train }) => train.eval.loss,
  forgottenLoss: ({ validation }) => validation.train.loss,
};

/** Holds a claim against runs of its document. Each seed has data of its own, so that a plain t interval covers them. */
export function judge({ readings }: Claim, runs: readonly RunRecords[]): Judged {
  const last = new Map(
    runs
      .filter(({ status, records }) => status === "done" && records.length > 0)
      .map(({ variant, seed, records }) => [`${seed} ${variant}`, records.at(-1)!]),
  );
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const judged = readings.map((reading): JudgedReading => {
    const values = seeds.flatMap((seed) => {
      const parts = Object.entries(reading.contrast).map(([variant, factor]) => {
        const record = last.get(`${seed} ${variant}`);
        return record && factor * (valueOf[reading.measure](record) ?? NaN);
      });
      const sum = parts.reduce<number>((total, part) => total + (part ?? NaN), -(reading.closedForm ?? 0));
      return Number.isFinite(sum) ? [sum] : [];
    });
    const found = values.length > 0 ? estimate(values) : null;
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
