import type { EpochRecord } from "../experiment/result";
import type { Experiment } from "../experiment/schema";
import type { Fact } from "../messages/sentence";
import { spreadOf, type RunRecords } from "./summary";

/** Two measured values that belong together: the same weights, or the same seed. */
type Pair = readonly [before: number, after: number];

/**
 * What the runs show, at most one fact of each kind: what forgetting eval does to the variant that it changes most,
 * what dropout does in the variant with the lowest validation loss, and, with one seed, that chance cannot be told.
 */
export function factsOf(
  experiment: Pick<Experiment, "variants" | "network">,
  runs: readonly RunRecords[],
): Fact[] {
  const measured = runs.filter(({ records }) => records.length > 0);
  if (measured.length === 0) return [];
  const facts = [...forgottenFacts(experiment, measured), ...dropoutFacts(experiment, measured)];
  const isOneSeed = new Set(measured.map(({ seed }) => seed)).size === 1;
  return isOneSeed && facts.some(({ code }) => code !== "forgottenWithoutDropout")
    ? [...facts, { code: "oneSeed", parameters: {} }]
    : facts;
}

/** A variant in which no dropout layer drops anything. */
function isWithoutDropout(
  { rate }: Experiment["variants"][number],
  { network }: Pick<Experiment, "network">,
): boolean {
  return network.layers.every((layer) => layer.type !== "dropout" || (rate ?? layer.rate) === 0);
}

function forgottenFacts(
  experiment: Pick<Experiment, "variants" | "network">,
  runs: readonly RunRecords[],
): Fact[] {
  const dropping = experiment.variants.filter((variant) => !isWithoutDropout(variant, experiment));
  if (dropping.length === 0) return [{ code: "forgottenWithoutDropout", parameters: {} }];
  const candidates = dropping.flatMap(({ name }) => {
    const last = runs.flatMap(({ variant, records }) => (variant === name ? records.slice(-1) : []));
    if (last.length === 0) return [];
    const modes = last.map(({ validation }) => [validation.eval, validation.train] as const);
    const losses = modes.map(([correct, forgotten]): Pair => [correct.loss, forgotten.loss]);
    const accuracies = modes.flatMap(([correct, forgotten]): Pair[] =>
      correct.accuracy === undefined || forgotten.accuracy === undefined
        ? []
        : [[correct.accuracy, forgotten.accuracy]],
    );
    return [{ variant: name, losses, accuracies }];
  });
  const most = candidates.sort((one, other) => change(other.losses) - change(one.losses))[0];
  if (most === undefined) return [];
  const { variant, losses, accuracies } = most;
  if (isVisible(accuracies, 0.0005)) {
    const { from, to, difference } = percentages(accuracies);
    const code = difference < 0 ? "forgottenLosesPoints" : "forgottenGainsPoints";
    return [{ code, parameters: { variant, points: Math.abs(difference).toFixed(1), from, to } }];
  }
  if (isVisible(losses)) {
    const code = change(losses) > 0 ? "forgottenRaisesLoss" : "forgottenLowersLoss";
    return [{ code, parameters: { variant, ...lossChange(losses) } }];
  }
  return [{ code: "forgottenUnclear", parameters: { variant, runs: losses.length } }];
}

/** Runs with the same seed start from the same weights and see the same batches, so they are compared in pairs. */
function dropoutFacts(
  experiment: Pick<Experiment, "variants" | "network">,
  runs: readonly RunRecords[],
): Fact[] {
  const baseline = experiment.variants.find((variant) => isWithoutDropout(variant, experiment));
  if (baseline === undefined) return [];
  const candidates = experiment.variants.flatMap((variant) => {
    if (isWithoutDropout(variant, experiment)) return [];
    const losses = runs.flatMap((run): Pair[] => {
      if (run.variant !== variant.name) return [];
      const twin = runs.find(({ variant: name, seed }) => name === baseline.name && seed === run.seed);
      const [before, after] = latestCommonEpoch(twin?.records ?? [], run.records) ?? [];
      return before && after ? [[before.validation.eval.loss, after.validation.eval.loss]] : [];
    });
    return losses.length === 0 ? [] : [{ variant: variant.name, losses }];
  });
  const best = candidates.sort((one, other) => change(one.losses) - change(other.losses))[0];
  if (best === undefined) return [];
  const { variant, losses } = best;
  if (!isVisible(losses)) return [{ code: "dropoutUnclear", parameters: { variant, runs: losses.length } }];
  const code = change(losses) < 0 ? "dropoutLowersLoss" : "dropoutRaisesLoss";
  return [{ code, parameters: { variant, baseline: baseline.name, ...lossChange(losses) } }];
}

function latestCommonEpoch(
  one: readonly EpochRecord[],
  other: readonly EpochRecord[],
): [EpochRecord, EpochRecord] | null {
  const epoch = Math.min(one.at(-1)?.epoch ?? 0, other.at(-1)?.epoch ?? 0);
  const [first, second] = [one, other].map((records) => records.find((record) => record.epoch === epoch));
  return first && second ? [first, second] : null;
}

function change(pairs: readonly Pair[]): number {
  return spreadOf(pairs.map(([before, after]) => after - before)).mean;
}

/**
 * Whether the mean of the pairs' differences stands out of chance: the paired t test at 5 %, two-sided. A single pair
 * says nothing of chance; there any difference of `least` counts, and the fact `oneSeed` tells so.
 */
function isVisible(pairs: readonly Pair[], least = 0): boolean {
  if (pairs.length === 0) return false;
  const { mean, sd } = spreadOf(pairs.map(([before, after]) => after - before));
  if (Math.abs(mean) <= least) return false;
  return sd === null || Math.abs(mean) > (criticalT(pairs.length - 1) * sd) / Math.sqrt(pairs.length);
}

/** The 97.5 % quantile of Student's t; beyond the table an approximation that is good to 1 %. */
function criticalT(degrees: number): number {
  const table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
  return table[degrees - 1] ?? 1.96 + 2.5 / degrees;
}

function percentages(pairs: readonly Pair[]): { from: string; to: string; difference: number } {
  const before = 100 * spreadOf(pairs.map(([value]) => value)).mean;
  const after = 100 * spreadOf(pairs.map(([, value]) => value)).mean;
  return { from: before.toFixed(1), to: after.toFixed(1), difference: after - before };
}

function lossChange(pairs: readonly Pair[]): { difference: string; from: string; to: string } {
  return {
    difference: Math.abs(change(pairs)).toPrecision(2),
    from: spreadOf(pairs.map(([value]) => value)).mean.toPrecision(3),
    to: spreadOf(pairs.map(([, value]) => value)).mean.toPrecision(3),
  };
}
