import type { Request } from "../contract/contract";
import type { ListedSample, ValidationSamples, TriedColumn } from "../contract/inspect-prediction";
import type { Dataset } from "../data/dataset";
import { predictedClass } from "../engine/predicted-class";
import { mostConfusedClasses } from "../experiment/run-end";
import { rawColumnsOf, rawRow } from "../fields/raw-row";
import type { Tensorflow } from "../tensor/tensorflow";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";
import { ownTarget, toPredictions } from "./prediction";
import { Predictor } from "./predictor";

/** The validation samples in evaluation mode, the worst predicted first, and the confusion matrix. */
export function validationSamplesOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  { epoch, epochs }: RunFacts,
  { only, skip, count }: Request<"inspectValidation">,
): ValidationSamples {
  const all = listOf(tf, network, data, epoch);
  const found = only
    ? all.filter(({ target, predicted }) => target === only.target && predicted === only.predicted)
    : all;
  const { target } = data.preparation;
  const { inputs, rows } = data.validation;
  return {
    epoch,
    epochs: [...epochs],
    ...formOf(data),
    ...(target.task === "classification" && { classes: target.classes }),
    ...(target.task === "classification" &&
      data.outputs <= mostConfusedClasses && { confusion: confusionOf(all, data.outputs) }),
    rows,
    found: found.length,
    samples: found.slice(skip, skip + count).map((sample) => ({
      ...sample,
      ...(data.image && {
        pixels: [...inputs.subarray(sample.row * data.features, (sample.row + 1) * data.features)],
      }),
    })),
  };
}

/** Of networks whose list has been asked for: a person pages through it. */
const lists = new WeakMap<Network, readonly ListedSample[]>();

function listOf(tf: Tensorflow, network: Network, data: Dataset, epoch: number): readonly ListedSample[] {
  const known = lists.get(network);
  if (known) return known;
  const { validation, outputs } = data;
  const predictor = new Predictor(tf, network, validation, epoch);
  const evaluated = predictor.predict(null);
  predictor.dispose();
  const classes = Array.from({ length: validation.rows }, (_, row) =>
    predictedClass(evaluated, row * outputs, (row + 1) * outputs),
  );
  toPredictions(data, evaluated);
  const listed = Array.from({ length: validation.rows }, (_, row): ListedSample => {
    const target = ownTarget(data, validation, row);
    if (data.task === "regression") return { row, target, predicted: evaluated[row]! };
    const predicted = classes[row]!;
    return { row, target, predicted, probability: evaluated[row * outputs + predicted]! };
  }).sort(worstFirst);
  lists.set(network, listed);
  return listed;
}

function worstFirst(one: ListedSample, other: ListedSample): number {
  return badness(other) - badness(one) || one.row - other.row;
}

/** A wrong class is worse than any right one: by its probability, and the right one by what it lacks of 1. */
function badness({ target, predicted, probability }: ListedSample): number {
  if (probability === undefined) return Math.abs(predicted - target);
  return predicted === target ? -probability : 1 + probability;
}

function confusionOf(samples: readonly ListedSample[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  for (const { target, predicted } of samples) counts[target]![predicted]! += 1;
  return counts;
}

type Form = Pick<ValidationSamples, "picture" | "columns">;

/** Of the data whose form has been asked for. */
const forms = new WeakMap<Dataset, Form>();

function formOf(data: Dataset): Form {
  const known = forms.get(data);
  if (known) return known;
  const { least, most, means } = columnFacts(data);
  const { image, preparation } = data;
  const form = image
    ? { picture: { shape: [...image], least: minOf(least), most: -minOf(most.map((value) => -value)) } }
    : { columns: columnsOf(preparation.features ?? [], { least, most, means }) };
  forms.set(data, form);
  return form;
}

const minOf = (values: Float64Array): number => values.reduce((least, value) => Math.min(least, value));

interface ColumnFacts {
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly means: Float64Array;
}

/** Of the training split, as the network is given it. */
function columnFacts({ train: { inputs, rows }, features }: Dataset): ColumnFacts {
  const least = new Float64Array(features).fill(Infinity);
  const most = new Float64Array(features).fill(-Infinity);
  const means = new Float64Array(features);
  for (let index = 0; index < inputs.length; index++) {
    const feature = index % features;
    const value = inputs[index]!;
    least[feature] = Math.min(least[feature]!, value);
    most[feature] = Math.max(most[feature]!, value);
    means[feature]! += value / rows;
  }
  return { least, most, means };
}

function columnsOf(
  features: NonNullable<Dataset["preparation"]["features"]>,
  { least, most, means }: ColumnFacts,
): TriedColumn[] {
  const columns = rawColumnsOf(features);
  // A column may have gaps and a range.
  const unmarked = columns.map(({ mark: _, ...column }) => column);
  const lowest = rawRow(features, unmarked, least);
  const highest = rawRow(features, unmarked, most);
  const usual = rawRow(features, columns, means);
  return columns.map(({ column, kind, yes, categories, hasGaps }, index) => {
    const [from, to] = [lowest[index], highest[index]];
    return {
      ...{ column, kind, hasGaps },
      ...(yes !== undefined && { yes }),
      ...(categories && { categories: [...categories] }),
      ...(typeof from === "number" && typeof to === "number" && { range: { least: from, most: to } }),
      usual: usual[index]!,
    };
  });
}
