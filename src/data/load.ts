import type { Dataset, Split } from "./dataset";
import type { DataConfig } from "./kinds";
import type { Preview } from "../fields/preview";
import type { DataShape } from "../fields/shape";
import type { RawData, RawSplit } from "./source";
import { sourceOf } from "./sources";
import { standardise } from "./standardise";

/**
 * Loads or draws a data set, splits and standardises it: a pure function of the configuration, of the files it names
 * and of `rows`. Paths are absolute, or relative to the working directory.
 * @param rows the number of training samples to keep, from the first. Features are standardised with the statistics
 * of these, a regression's targets with the whole split's, so that all losses have one unit.
 * @throws LabError if the files are missing, damaged, unusable or too small
 */
export async function loadDataset(config: DataConfig, rows = config.train): Promise<Dataset> {
  const whole = await sourceOf(config).load(config);
  const raw = { ...whole, train: firstRows(whole.train, rows, whole.shape) };
  const { task, features, image, outputs } = raw.shape;
  const inputs = inputsOf(raw);
  const targets = task === "regression" ? standardisedTargets(whole, rows) : classNumbers(raw);
  const split = (name: "train" | "validation"): Split => ({
    inputs: inputs[name],
    targets: targets[name],
    rows: raw[name].rows,
  });
  return {
    task,
    features,
    ...(image && { image }),
    outputs,
    train: split("train"),
    validation: split("validation"),
  };
}

/** The shape of a data source, and samples to show. @throws LabError as `loadDataset` does */
export async function previewData(config: DataConfig): Promise<Preview> {
  return sourceOf(config).preview(config);
}

function firstRows({ inputs, targets }: RawSplit, rows: number, { features }: DataShape): RawSplit {
  return { inputs: inputs.subarray(0, rows * features), targets: targets.subarray(0, rows), rows };
}

function pixels({ train, validation }: RawData) {
  return { train: Float32Array.from(train.inputs), validation: Float32Array.from(validation.inputs) };
}

function inputsOf(raw: RawData) {
  const { train, validation, shape, inputs, scaled } = raw;
  if (inputs === "pixels") return pixels(raw);
  return standardise(train.inputs, validation.inputs, shape.features, inputs, scaled);
}

function classNumbers({ train, validation }: RawData) {
  return { train: Float32Array.from(train.targets), validation: Float32Array.from(validation.targets) };
}

/** So a regression's losses are in units of the training targets' variance: always answering the mean gives 1. */
function standardisedTargets({ train, validation }: RawData, rows: number) {
  const targets = standardise(train.targets, validation.targets, 1);
  return { ...targets, train: targets.train.slice(0, rows) };
}
