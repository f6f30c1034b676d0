import type { Preview } from "../../fields/preview";
import type { DataShape } from "../../fields/shape";
import { failureOf, LabError } from "../../messages/failure";
import { fileOf } from "../files";
import { dividedRows, type KnownRows, knownRows } from "../divided";
import { excessOf } from "../kinds";
import { imagesPreview } from "../previews";
import { previewSize, type RawSplit, type Source } from "../source";
import { shownRows, splitRows, triedSplits } from "../split";
import { mapSplits } from "../source-kind";
import { type ArrayFile, type ArrayInFile, withArrays } from "./array-file";
import type { NpzConfig } from "./kind";
import { typeName } from "./npy-header";
import { type Pair, proposePair } from "./propose";
import { type Samples, samplesOf, shapeText } from "./samples";
import { holdsFractions, type Targets, targetsOf } from "./targets";

type Proposed = Partial<Pick<NpzConfig, "task"> & { inputs: string; targets: string }>;

interface Loaded {
  readonly pair: Pair;
  readonly samples: Samples;
  readonly targets: Targets;
  readonly shape: DataShape;
}

/** Samples and targets as two arrays of a file that numpy wrote. */
export const npz: Source<NpzConfig> = {
  load: (config) =>
    withArraysOf(config, async (file) => {
      const data = await loadArrays(config, file);
      const excess = excessOf(config, data.samples.features);
      if (excess) throw new LabError("dataTooLarge", excess);
      const rows = splitRows(config, rowsOf(data));
      return {
        shape: data.shape,
        classes: data.targets.classes,
        divisor: data.samples.divisor ?? 1,
        ...mapSplits(rows, (numbers) => pick(data, numbers)),
        inputs: data.samples.divisor === null ? "standardised" : "pixels",
      };
    }),

  /** The arrays are listed even if they cannot be trained on; then `failure` says why. */
  preview: (config) =>
    withArraysOf(config, async (file) => {
      const arrays = file.arrays.map(({ name }) => name);
      const proposed = await proposedSettings(config, file);
      try {
        const data = await loadArrays({ ...config, ...proposed }, file);
        return { ...shown(config, data), arrays, proposed };
      } catch (error) {
        return { ...listOf(file.arrays), failure: failureOf(error), arrays, proposed };
      }
    }),
};

function withArraysOf<T>(
  { arrays, targetFile }: NpzConfig,
  use: (file: ArrayFile) => Promise<T>,
): Promise<T> {
  return withArrays(arrays, use, ...(targetFile === undefined ? [] : [targetFile]));
}

/** As many as a document can ask for. */
const mostSamples = 20_000_000;

async function loadArrays(config: NpzConfig, file: ArrayFile): Promise<Loaded> {
  const said = fileOf(config.arrays);
  const pair = await pairOf(config, file);
  for (const { name, shape, item, type } of [pair.inputs, pair.targets]) {
    if (!item) throw new LabError("npzType", { ...said, array: name, type });
    if ((shape[0] ?? 0) <= mostSamples) continue;
    throw new LabError("npzTooManySamples", { ...said, array: name, limit: mostSamples });
  }
  const samples = samplesOf(said, pair.inputs, await file.read(pair.inputs));
  const [targetCount = 0] = pair.targets.shape;
  if (targetCount !== samples.count) {
    const counts = {
      inputs: pair.inputs.name,
      targets: pair.targets.name,
      samples: samples.count,
      targetCount,
    };
    throw new LabError("npzCountsDiffer", { ...said, ...counts });
  }
  const targets = targetsOf(said, pair.targets, await file.read(pair.targets), config.task);
  const shape: DataShape = {
    features: samples.features,
    ...(samples.image && { image: samples.image }),
    outputs: config.task === "classification" ? targets.classes.length : 1,
    task: config.task,
  };
  return { pair, samples, targets, shape };
}

/** The arrays that the document names, or that are proposed. @throws LabError `npzNoPair`, `npzNoArray`, `fileDamaged` */
async function pairOf(config: NpzConfig, file: ArrayFile): Promise<Pair> {
  const { arrays: path, inputs, targets } = config;
  const { arrays } = file;
  if (inputs === undefined || targets === undefined) await file.check();
  const proposed = proposedPair(config, file);
  const names = arrays.map(({ name }) => name).join(", ");
  const arrayOf = (name: string | undefined, usual: ArrayInFile | undefined): ArrayInFile => {
    if (name === undefined) {
      if (usual) return usual;
      if (arrays.length === 1) throw new LabError("npzOneArray", { ...fileOf(path), array: names });
      throw new LabError("npzNoPair", { ...fileOf(path), arrays: names });
    }
    const found = arrays.find((array) => array.name === name || array.fullName === name);
    if (!found) throw new LabError("npzNoArray", { ...fileOf(path), array: name, arrays: names });
    return found;
  };
  return { inputs: arrayOf(inputs, proposed?.inputs), targets: arrayOf(targets, proposed?.targets) };
}

/** Of two files, each is what the document says. */
function proposedPair({ targetFile }: NpzConfig, { arrays }: ArrayFile): Pair | null {
  if (targetFile === undefined) return proposePair(arrays);
  const [inputs, targets] = [arrays[0], arrays.at(-1)];
  return inputs && targets ? { inputs, targets } : null;
}

/** What the document leaves open, and the task that belongs to it. */
async function proposedSettings(config: NpzConfig, file: ArrayFile): Promise<Proposed> {
  if (config.inputs !== undefined || config.targets !== undefined) return {};
  await file.check();
  const pair = proposedPair(config, file);
  if (!pair) return {};
  const hasFractions = await file.read(pair.targets).then(
    (bytes) => holdsFractions(pair.targets, bytes),
    // Whoever loads it says what is wrong.
    () => false,
  );
  // Fractions are measured, not classes.
  const task = hasFractions ? "regression" : "classification";
  return { inputs: pair.inputs.name, targets: pair.targets.name, task };
}

function rowsOf({ samples, targets, shape }: Loaded) {
  return { rows: samples.count, ...(shape.task === "classification" && { classes: targets.values }) };
}

function knownOf({ source }: NpzConfig, data: Loaded): KnownRows {
  const { samples, targets, shape } = data;
  const facts = { ...rowsOf(data), task: shape.task, names: targets.classes };
  return knownRows(source, facts, samples.features, samples.valueAt, targets.values, samples.bytes);
}

function pick({ samples, targets }: Loaded, numbers: Int32Array): RawSplit {
  const { features, divisor, valueAt } = samples;
  const inputs = new (divisor === null ? Float64Array : Float32Array)(numbers.length * features);
  let index = 0;
  for (const sample of numbers) {
    for (let feature = 0; feature < features; feature++)
      inputs[index++] = valueAt(sample, feature) / (divisor ?? 1);
  }
  return {
    inputs,
    targets: Float64Array.from(numbers, (sample) => targets.values[sample]!),
    rows: numbers.length,
  };
}

function shown(config: NpzConfig, data: Loaded): Preview {
  const { samples, shape, targets, pair } = data;
  const known = knownOf(config, data);
  const tried = triedSplits(config, known);
  const train = shownRows(config, known, tried.splits);
  const common = {
    shape,
    rows: samples.count,
    ...dividedRows(config, known, tried),
    classes: targets.classes,
  };
  if (samples.image && shape.task === "classification") {
    const some = pick(data, train.subarray(0, previewSize.images));
    return {
      ...common,
      sample: imagesPreview(samples.divisor === null ? stretched(some) : some, samples.image),
    };
  }
  return {
    ...common,
    sample: tableOf(pick(data, train.subarray(0, previewSize.rows)), data, pair.targets.name),
  };
}

/** Values of any range as grey values from 0 to 1, to be looked at. */
function stretched(split: RawSplit): RawSplit {
  let [least, most] = [Infinity, -Infinity];
  for (const value of split.inputs) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return {
    ...split,
    inputs: Float64Array.from(split.inputs, (value) => (value - least) / (most - least || 1)),
  };
}

const mostColumns = 50;

function tableOf(
  { inputs, targets, rows }: RawSplit,
  { samples: { features }, targets: { classes } }: Loaded,
  target: string,
): Preview["sample"] {
  const columns = Math.min(features, mostColumns);
  return {
    kind: "table",
    columns: [...Array.from({ length: columns }, (_, column) => String(column)), target],
    cells: Array.from({ length: rows }, (_, row) => [
      ...Array.from(inputs.subarray(row * features, row * features + columns), shortly),
      classes[targets[row]!] ?? shortly(targets[row]!),
    ]),
    target: columns,
  };
}

/** Nobody compares the seventeenth digit of a fraction, and single precision has no more than seven. */
function shortly(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}

/** What numpy's own words call the arrays. */
function listOf(arrays: readonly ArrayInFile[]): Pick<Preview, "shape" | "rows" | "classes" | "sample"> {
  return {
    shape: null,
    rows: arrays.reduce((most, { shape }) => Math.max(most, shape[0] ?? 0), 0),
    classes: [],
    sample: {
      kind: "table",
      columns: ["array", "shape", "dtype"],
      cells: arrays.map(({ name, shape, type }) => [name, shapeText(shape), typeName(type)]),
      target: null,
    },
  };
}
