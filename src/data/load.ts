import type { Dataset } from "./dataset";
import type { DataConfig } from "./kinds";
import type { PreparedTarget } from "../fields/preparation";
import type { Preview } from "../fields/preview";
import type { DataShape } from "../fields/shape";
import type { RawData, RawSplit } from "./source";
import { sourceOf } from "./sources";
import { mapSplits, type Splits } from "./source-kind";
import { standardise } from "./standardise";

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
  const inputs = inputsOf(raw);
  const { targets, target } = task === "regression" ? standardisedTargets(whole, kept) : classNumbers(raw);
  return {
    task,
    features,
    ...(image && { image }),
    outputs,
    target,
    ...mapSplits(inputs, (values, name) => ({
      inputs: values,
      targets: targets[name],
      rows: raw[name].rows,
    })),
  };
}

/** The shape of a data source, and samples to show. @throws LabError as `loadDataset` does */
export async function previewData(config: DataConfig, tell?: (share: number) => void): Promise<Preview> {
  return sourceOf(config).preview(config, tell);
}

function firstRows({ inputs, targets }: RawSplit, rows: number, { features }: DataShape): RawSplit {
  return { inputs: inputs.subarray(0, rows * features), targets: targets.subarray(0, rows), rows };
}

function inputsOf(raw: RawData): Splits<Float32Array> {
  const { shape, inputs, scaled } = raw;
  const values = mapSplits(raw, (split) => split.inputs);
  if (inputs === "pixels") return mapSplits(values, (each) => Float32Array.from(each));
  return standardise(values, shape.features, inputs, scaled).values;
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
