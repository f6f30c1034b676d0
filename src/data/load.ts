import type { Dataset } from "./dataset";
import type { DataConfig } from "./kinds";
import type { Preparation, PreparedTarget } from "../fields/preparation";
import type { Preview } from "../fields/preview";
import type { DataShape } from "../fields/shape";
import type { RawData, RawSplit } from "./source";
import { sourceOf } from "./sources";
import { mapSplits, type Splits } from "./source-kind";
import { type Scale, standardise } from "./standardise";

/**
 * Loads or draws a data set, splits and standardises it: a pure function of the configuration, of the files it names
 * and of `rows`. Paths are absolute, or relative to the working directory.
 * @param rows the number of training samples to keep, from the first; whole groups may have fewer. Features are standardised with the statistics
 * of these, a regression's targets with the whole split's, so that all losses have one unit.
 * @throws LabError if the files are missing, damaged, unusable or too small
 */
export async function loadDataset(config: DataConfig, rows = config.train): Promise<Dataset> {
  const whole = await sourceOf(config).load(config);
  const kept = Math.min(rows, whole.train.rows);
  const raw = { ...whole, train: firstRows(whole.train, kept, whole.shape) };
  const { task, features, image, outputs } = raw.shape;
  const { values: inputs, scale } = inputsOf(raw);
  const { targets, target } = task === "regression" ? standardisedTargets(whole, kept) : classNumbers(raw);
  return {
    task,
    features,
    ...(image && { image }),
    outputs,
    preparation: { ...preparedInputs(raw, scale), target },
    ...mapSplits(inputs, (values, name) => ({
      inputs: values,
      targets: targets[name],
      rows: raw[name].rows,
    })),
  };
}

/** The shape of a data source, and samples to show: see `Source`. @throws LabError as `loadDataset` does */
export async function previewData(
  config: DataConfig,
  tell?: (share: number) => void,
  showEarly?: (early: Preview) => void,
): Promise<Preview> {
  return sourceOf(config).preview(config, tell, showEarly);
}

function firstRows({ inputs, targets }: RawSplit, rows: number, { features }: DataShape): RawSplit {
  return { inputs: inputs.subarray(0, rows * features), targets: targets.subarray(0, rows), rows };
}

function inputsOf(raw: RawData): { values: Splits<Float32Array>; scale: Scale | null } {
  const { shape, inputs, scaled } = raw;
  const values = mapSplits(raw, (split) => split.inputs);
  if (inputs === "pixels")
    return { values: mapSplits(values, (each) => Float32Array.from(each)), scale: null };
  return standardise(values, shape.features, inputs, scaled);
}

/** @param scale null if the inputs are not scaled */
function preparedInputs(raw: RawData, scale: Scale | null): Omit<Preparation, "target"> {
  const { shape, divisor = 1 } = raw;
  if (shape.image && !scale && !raw.features) return { image: { shape: shape.image, divisor } };
  const unnamed = () =>
    Array.from({ length: shape.features }, (_, column) => ({ column, kind: "number" as const, divisor }));
  const features = (raw.features ?? unnamed()).map(({ divisor: by = 1, ...about }, place) => ({
    ...about,
    mean: (scale?.means[place] ?? 0) * by,
    divisor: (scale?.divisors[place] ?? 1) * by,
  }));
  return { features, ...(shape.image && { picture: shape.image }) };
}

interface Targets {
  readonly targets: Splits<Float32Array>;
  readonly target: PreparedTarget;
}

function classNumbers(raw: RawData): Targets {
  return {
    targets: mapSplits(raw, ({ targets }) => Float32Array.from(targets)),
    target: { task: "classification", classes: [...raw.classes] },
  };
}

/** So a regression's losses are in units of the training targets' variance: always answering the mean gives 1. */
function standardisedTargets(raw: RawData, rows: number): Targets {
  const { values, scale } = standardise(
    mapSplits(raw, (split) => split.targets),
    1,
  );
  return {
    targets: { ...values, train: values.train.slice(0, rows) },
    target: { task: "regression", mean: scale.means[0]!, divisor: scale.divisors[0]! },
  };
}
