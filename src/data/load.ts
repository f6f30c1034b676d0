import type { DataConfig } from "../experiment/schema";
import type { Preview } from "../lab/contract";
import type { Dataset, Split } from "./dataset";
import type { RawData } from "./source";
import { sourceOf } from "./sources";
import { standardise } from "./standardise";

/**
 * Loads or draws a data set, splits and standardises it: a pure function of the configuration and of the files it
 * names. Paths are absolute, or relative to the working directory.
 * @throws LabError where the files are missing, damaged, unusable or too small
 */
export async function loadDataset(config: DataConfig): Promise<Dataset> {
  const raw = await sourceOf(config).load(config);
  const { task, features, outputs } = raw.shape;
  const inputs = raw.inputs === "pixels" ? pixels(raw) : standardisedInputs(raw);
  const targets = task === "regression" ? standardisedTargets(raw) : classNumbers(raw);
  const split = (name: "train" | "validation"): Split => ({
    inputs: inputs[name],
    targets: targets[name],
    rows: raw[name].rows,
  });
  return { task, features, outputs, train: split("train"), validation: split("validation") };
}

/** What a data source looks like: its shape, and samples to show. @throws LabError as `loadDataset` does */
export async function previewData(config: DataConfig): Promise<Preview> {
  return sourceOf(config).preview(config);
}

function pixels({ train, validation }: RawData) {
  return { train: Float32Array.from(train.inputs), validation: Float32Array.from(validation.inputs) };
}

function standardisedInputs({ train, validation, shape }: RawData) {
  return standardise(train.inputs, validation.inputs, shape.features);
}

function classNumbers({ train, validation }: RawData) {
  return { train: Float32Array.from(train.targets), validation: Float32Array.from(validation.targets) };
}

/** A regression's losses are thereby in units of the training targets' variance: 1 is what the mean would get. */
function standardisedTargets({ train, validation }: RawData) {
  return standardise(train.targets, validation.targets, 1);
}
