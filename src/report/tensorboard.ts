import { endMeasures, endSplits } from "../analysis/ends";
import { estimate } from "../analysis/estimate";
import type { EpochRecord, Metrics } from "../experiment/result";
import type { ExperimentDetail } from "../contract/contract";
import { eventFile, type ScalarEvent } from "./event-file";
import { fileNamesOf } from "./file-names";

/** A file of an export, by its path below the chosen folder, with forward slashes. */
export interface ExportedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

type Run = ExperimentDetail["runs"][number];

/** Follows the measure's name in a tag: "loss/validation (eval forgotten)". */
const tagged: readonly (readonly [name: string, pick: (record: EpochRecord) => Metrics | undefined])[] = [
  ["validation", (record) => record.validation.eval],
  ["validation (eval forgotten)", (record) => record.validation.train],
  ["validation (dropout forgotten)", (record) => record.validation.dropoutForgotten],
  ["validation (batch norm forgotten)", (record) => record.validation.batchNormForgotten],
  ["validation (averaged passes)", (record) => record.validation.mc],
  ["training (dropout on)", (record) => record.training],
  ["training split (eval)", (record) => record.train.eval],
];

/**
 * The runs as event files for TensorBoard, one folder each: `variant/seed-n`, below a folder for each experiment if
 * there is more than one. A variant with several seeds also has `mean`, `mean-minus-sd` and `mean-plus-sd`.
 */
export function tensorboardFiles(experiments: readonly ExperimentDetail[]): ExportedFile[] {
  const folders = fileNamesOf(
    experiments.map(({ experiment }) => experiment.name),
    "experiment",
  );
  return experiments.flatMap((detail, index) =>
    filesOf(detail).map(({ path, bytes }) => ({
      path: experiments.length > 1 ? `${folders[index]}/${path}` : path,
      bytes,
    })),
  );
}

function filesOf({ created, runs }: ExperimentDetail): ExportedFile[] {
  const measured = runs.filter(({ records }) => records.length > 0);
  const variants = [...new Set(measured.map(({ variant }) => variant))];
  const folders = fileNamesOf(variants, "variant");
  return variants.flatMap((variant, index) =>
    curvesOf(
      measured.filter((run) => run.variant === variant),
      created,
    ).map(({ name, start, points }) => ({
      // The same name each time, so that a second export into the folder replaces the first.
      path: `${folders[index]}/${name}/events.out.tfevents.dropout-lab`,
      bytes: eventFile(
        start,
        points.map(({ seconds, ...point }): ScalarEvent => ({ ...point, wallTime: start + seconds })),
      ),
    })),
  );
}

/** TensorBoard's name for a run. */
interface Curve {
  readonly name: string;
  /** Seconds since 1970. */
  readonly start: number;
  readonly points: readonly Point[];
}

interface Point extends Omit<ScalarEvent, "wallTime"> {
  /** Seconds since the start, without pauses. */
  readonly seconds: number;
}

/** @param runs of one variant */
function curvesOf(runs: readonly Run[], created: string): Curve[] {
  // An imported run has no start, so its experiment's start is used.
  const startOf = ({ started }: Run) => Date.parse(started ?? created) / 1000;
  const measured = runs.map(pointsOf);
  const ends = runs.map(endScalars);
  const seeds = runs.map((run, index) => ({
    name: `seed-${run.seed}`,
    start: startOf(run),
    points: withScalars(measured[index]!, run.end?.epoch, ends[index]!),
  }));
  if (seeds.length < 2) return seeds;
  const start = Math.min(...seeds.map((curve) => curve.start));
  const means = meanPoints(measured, ends);
  const band = ([name, factor]: readonly [string, number]) => ({
    name,
    start,
    points: means.map(({ seconds, step, spreads }) => ({
      seconds,
      step,
      scalars: new Map([...spreads].map(([tag, { mean, sd }]) => [tag, mean + factor * sd!])),
    })),
  });
  return [
    ...seeds,
    ...(
      [
        ["mean", 0],
        ["mean-minus-sd", -1],
        ["mean-plus-sd", 1],
      ] as const
    ).map(band),
  ];
}

function pointsOf({ records }: Run): Point[] {
  let seconds = 0;
  return records.map((record) => {
    seconds += record.trainingSeconds + record.evaluationSeconds;
    return { seconds, step: record.epoch, scalars: scalarsOf(record) };
  });
}

function scalarsOf(record: EpochRecord): Map<string, number> {
  const scalars = new Map<string, number>();
  for (const [name, pick] of tagged) {
    const measured = pick(record);
    if (!measured) continue;
    const { loss, accuracy } = measured;
    scalars.set(`loss/${name}`, loss);
    if (accuracy !== undefined) scalars.set(`accuracy/${name}`, accuracy);
  }
  for (const name of ["learningRate", "rateFactor"] as const) {
    if (record[name] !== undefined) scalars.set(`rate/${name}`, record[name]);
  }
  return scalars;
}

/** "end accuracy/test": what was measured once, at the chosen epoch. */
function endScalars({ end }: Run): Map<string, number> {
  return new Map(
    endSplits.flatMap((split) =>
      endMeasures.flatMap((measure) => {
        const value = end?.[split]?.[measure];
        return value === undefined ? [] : [[`end ${measure}/${split}`, value] as const];
      }),
    ),
  );
}

/** Beside the epoch's own: a reader of event files may take a step backwards for a restart. */
function withScalars(
  points: readonly Point[],
  step: number | undefined,
  scalars: ReadonlyMap<string, number>,
): Point[] {
  return points.map((point) =>
    point.step === step ? { ...point, scalars: new Map([...point.scalars, ...scalars]) } : point,
  );
}

/**
 * Mean and standard deviation (n - 1) at each epoch that two or more runs have measured. The ends' have no epoch in
 * common, so they stand at the last one.
 */
function meanPoints(runs: readonly (readonly Point[])[], ends: readonly ReadonlyMap<string, number>[]) {
  const last = Math.max(...runs.map((points) => points.length));
  const means = Array.from({ length: last }, (_, index) => runs.flatMap((points) => points[index] ?? []))
    .filter((points) => points.length > 1)
    .map((points) => ({
      seconds: estimate(points.map(({ seconds }) => seconds)).mean,
      step: points[0]!.step,
      spreads: spreadsOf(points.map(({ scalars }) => scalars)),
    }));
  for (const [tag, spread] of spreadsOf(ends.filter(({ size }) => size > 0)))
    means.at(-1)?.spreads.set(tag, spread);
  return means;
}

/** Of each tag that two or more have. */
function spreadsOf(runs: readonly ReadonlyMap<string, number>[]) {
  const tags = new Set(runs.flatMap((scalars) => [...scalars.keys()]));
  return new Map(
    [...tags].flatMap((tag) => {
      const values = runs.flatMap((scalars) => scalars.get(tag) ?? []);
      return values.length > 1 ? [[tag, estimate(values)] as const] : [];
    }),
  );
}
