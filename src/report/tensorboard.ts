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
const tagged: readonly (readonly [name: string, pick: (record: EpochRecord) => Metrics])[] = [
  ["validation", (record) => record.validation.eval],
  ["validation (eval forgotten)", (record) => record.validation.train],
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
  const seeds = runs.map((run) => ({ name: `seed-${run.seed}`, start: startOf(run), points: pointsOf(run) }));
  if (seeds.length < 2) return seeds;
  const start = Math.min(...seeds.map((curve) => curve.start));
  const means = meanPoints(seeds.map(({ points }) => points));
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
    const { loss, accuracy } = pick(record);
    scalars.set(`loss/${name}`, loss);
    if (accuracy !== undefined) scalars.set(`accuracy/${name}`, accuracy);
  }
  return scalars;
}

/** Mean and standard deviation (n - 1) at each epoch that two or more runs have measured. */
function meanPoints(runs: readonly (readonly Point[])[]) {
  const last = Math.max(...runs.map((points) => points.length));
  return Array.from({ length: last }, (_, index) => runs.flatMap((points) => points[index] ?? []))
    .filter((points) => points.length > 1)
    .map((points) => ({
      seconds: estimate(points.map(({ seconds }) => seconds)).mean,
      step: points[0]!.step,
      spreads: new Map(
        [...points[0]!.scalars.keys()].map((tag) => [
          tag,
          estimate(points.map(({ scalars }) => scalars.get(tag)!)),
        ]),
      ),
    }));
}
