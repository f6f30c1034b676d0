import type { Request } from "../contract/contract";
import { type Minibatch, mostBeside, type Unit } from "../contract/inspect";
import type { Dataset } from "../data/dataset";
import { augmentedInputs } from "../engine/augmented-inputs";
import { LabError } from "../messages/failure";
import { type Augmentation, augmentationOf } from "../nn/augmentation/settings";
import { shortcutBetween } from "../nn/layers/residual/shortcut";
import { isDense, type LayerShape, layerShapes, stateName } from "../nn/network";
import { sizeOf } from "../nn/shape";
import type { Tensorflow } from "../tensor/tensorflow";
import { batchOfStep, inputsOf, placeOfSample } from "./batch";
import { maskOfRow, masksOfStep, type StepMask, type WeightMask, weightMasksOfStep } from "./masks";
import { inEpoch, type Network, passThrough } from "./network";
import { patchOf } from "./patch";

/** More edges than this are no picture of a network. */
const mostEdges = 1024;

/** What the lab knows of the run besides its network. */
export interface RunFacts {
  readonly epoch: number;
  readonly epochs: readonly number[];
  readonly epochsDone: number;
}

type Moment = Request<"inspectMinibatch">;

/** One minibatch of a run's training. @throws LabError `stepNotTaken` */
export function minibatchOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  facts: RunFacts,
  moment: Moment,
): Minibatch {
  const pass = passOf(tf, network, data, facts, moment);
  const { row, rows, masks, inputs, outputs, samples } = pass;
  const { layers, seed } = network.plan;
  const shapes = layerShapes(layers, network.input);
  const { target } = data.preparation;
  const isPicture = data.image !== undefined;
  const inputOf = (of: number) => [...inputs.subarray(of * data.features, (of + 1) * data.features)];
  const valuesOf = (layer: number, of: number) => {
    const units = sizeOf(shapes[layer]!.output);
    return [...outputs[layer]!.subarray(of * units, (of + 1) * units)];
  };
  const firstBeside = Math.floor(row / mostBeside) * mostBeside;
  const shown = Array.from({ length: Math.min(mostBeside, rows - firstBeside) }, (_, at) => firstBeside + at);
  return {
    epoch: facts.epoch,
    epochs: [...facts.epochs],
    step: moment.step,
    steps: pass.steps,
    stepEpoch: pass.epoch,
    batch: pass.batch + 1,
    batches: pass.batches,
    row,
    rows,
    sample: samples[row]!,
    ...sameSample(network, data, pass),
    ...(pass.augmented && { augmented: true }),
    target: data.train.targets[samples[row]!]!,
    ...(target.task === "classification" && { classes: target.classes }),
    input: { shape: [...(data.image ?? [data.features])], values: inputOf(row), isPicture },
    layers: shapes.map(({ layer, place, output, ...at }, index) => {
      const mask = masks.find((each) => each.layer === index);
      const weightMask = pass.weightMasks.find((each) => each.layer === index);
      const kernel = network.values.get(stateName(place, "kernel"));
      return {
        type: layer.type,
        place: [...place],
        shape: [...output],
        values: valuesOf(index, row),
        ...(mask && { mask: toldMask(mask, row, seed, moment.step - 1) }),
        ...(weightMask && { weightMask: toldWeightMask(weightMask, seed, moment.step - 1) }),
        ...(kernel &&
          kernel.shape.length === 2 &&
          kernel.values.length <= mostEdges && { kernel: kernelIn(pass, index, kernel.values) }),
        ...(at.begins !== undefined && {
          shortcut: shortcutOf({ ...at, begins: at.begins, output }, valuesOf(index, row), {
            body: valuesOf(index - 1, row),
            given: at.begins === 0 ? inputOf(row) : valuesOf(at.begins - 1, row),
          }),
        }),
      };
    }),
    beside: shown.map((of) => ({
      row: of,
      sample: samples[of]!,
      target: data.train.targets[samples[of]!]!,
      ...(isPicture && { picture: inputOf(of) }),
      dropped: masks.map((mask) => keptOf(mask, of).filter((kept) => !kept).length),
      kept: masks.map((mask) => keptOf(mask, of)),
      multipliers: masks.map((mask) => ownMultipliers(mask, of) ?? []),
      outputs: valuesOf(shapes.length - 1, of),
    })),
  };
}

/** What a block adds to what its layers put out: what it was given, or with a kernel the difference. */
function shortcutOf(
  { begins, shortcut, output }: Pick<LayerShape, "shortcut" | "output"> & { readonly begins: number },
  values: readonly number[],
  { body, given }: { readonly body: readonly number[]; readonly given: readonly number[] },
): NonNullable<Minibatch["layers"][number]["shortcut"]> {
  const way = shortcutBetween(shortcut!, output)!;
  if (way.kind === "identity") return { from: begins - 1, values: [...given] };
  return {
    from: begins - 1,
    kernel: [...way.kernel],
    ...(way.kind === "pixels" && { stride: way.stride }),
    values: values.map((value, unit) => value - body[unit]!),
  };
}

/** The arithmetic of one unit of a dense layer, or of one value of a map. @throws LabError `noSuchUnit`, `stepNotTaken` */
export function unitOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  facts: RunFacts,
  { layer, unit, ...moment }: Request<"inspectUnit">,
): Unit {
  const at = layerShapes(network.plan.layers, network.input)[layer];
  const [count, units] = [sizeOf(at?.input ?? []), sizeOf(at?.output ?? [])];
  if (!at || unit >= units) throw new LabError("noSuchUnit", { layer, unit });
  const kernel = network.values.get(stateName(at.place, "kernel"));
  const patch = patchOf(at.layer, at.input, unit);
  if (!patch && !isDense(at.layer)) throw new LabError("noSuchUnit", { layer, unit });
  const pass = passOf(tf, network, data, facts, moment);
  const { row, inputs, outputs } = pass;
  const before = (layer === 0 ? inputs : outputs[layer - 1]!).subarray(row * count, (row + 1) * count);
  const sum = outputs[layer]![row * units + unit]!;
  const biasOf = (place: number) => network.values.get(stateName(at.place, "bias"))?.values[place] ?? 0;
  if (!patch) {
    const all = kernelIn(pass, layer, kernel!.values);
    const weights = Array.from({ length: count }, (_, from) => all[from * units + unit]!);
    return { inputs: [...before], weights, bias: biasOf(unit), sum };
  }
  return {
    inputs: patch.places.map((place) => before[place]!),
    weights: patch.weights.map((place) => kernel!.values[place]!),
    bias: biasOf(patch.channel),
    sum,
    places: [...patch.places],
  };
}

function passOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  { epochsDone }: RunFacts,
  { step, row: wanted, mode }: Moment,
) {
  const { training, seed } = network.plan;
  const steps = epochsDone * Math.ceil(data.train.rows / training.batchSize);
  if (step > steps) throw new LabError("stepNotTaken", { step, steps });
  const batch = batchOfStep(data.train.rows, training.batchSize, seed, step - 1);
  const rows = batch.samples.length;
  const augmentation = mode === "train" ? augmentationOf(training.augment, data.image) : undefined;
  const own = inputsOf(data, batch.samples);
  const inputs = augmentation ? inputsInStep(tf, augmentation, own, rows, seed, step - 1) : own;
  const inStep = inEpoch(network, batch.epoch);
  return {
    ...batch,
    steps,
    rows,
    row: Math.min(wanted, rows - 1),
    inputs,
    augmented: augmentation !== undefined,
    masks: masksOfStep(inStep.plan.layers, network.input, { seed, step: step - 1, rows }),
    weightMasks: weightMasksOfStep(inStep.plan.layers, network.input, { seed, step: step - 1 }),
    mode,
    outputs: passThrough(tf, inStep, inputs, rows, mode, step - 1),
  };
}

/** As the step trained on them. @param step from 0 */
function inputsInStep(
  tf: Tensorflow,
  augmentation: Augmentation,
  inputs: Float32Array,
  rows: number,
  seed: number,
  step: number,
): Float32Array {
  const tensor = tf.tidy(() =>
    augmentedInputs(tf, augmentation, tf.tensor2d(inputs, [rows, inputs.length / rows]), seed, step),
  );
  const values = tensor.dataSync<"float32">();
  tensor.dispose();
  return values;
}

/** Where the epochs before and after this one train the sample. */
function sameSample(
  { plan: { training, seed } }: Network,
  { train }: Dataset,
  { epoch, samples, row, steps }: ReturnType<typeof passOf>,
): Pick<Minibatch, "earlier" | "later"> {
  const placeIn = (other: number) => {
    const place = placeOfSample(train.rows, training.batchSize, seed, other, samples[row]!);
    return { step: place.step + 1, row: place.row, epoch: other };
  };
  const later = placeIn(epoch + 1);
  return { ...(epoch > 1 && { earlier: placeIn(epoch - 1) }), ...(later.step <= steps && { later }) };
}

function keptOf(mask: StepMask, row: number): boolean[] {
  return Array.from(maskOfRow(mask, row), (multiplier) => multiplier !== 0);
}

/** Of the whole minibatch's: a row may have lost every unit. */
function scaleOf({ multipliers }: Pick<StepMask, "multipliers">): number {
  return multipliers.find((multiplier) => multiplier !== 0) ?? 1;
}

/** A row's multipliers, unless they all are 0 or the scale. */
function ownMultipliers(mask: StepMask, row: number): number[] | null {
  const scale = scaleOf(mask);
  const isOwn = mask.multipliers.some((multiplier) => multiplier !== 0 && multiplier !== scale);
  return isOwn ? [...maskOfRow(mask, row)] : null;
}

function toldMask(mask: StepMask, row: number, seed: number, step: number) {
  const { rate, ordinal, shift, droppedTo } = mask;
  const kept = keptOf(mask, row);
  const multipliers = ownMultipliers(mask, row);
  return {
    rate,
    scale: multipliers ? 1 : scaleOf(mask),
    dropped: kept.filter((each) => !each).length,
    kept,
    ...(multipliers && { multipliers }),
    ...(shift !== undefined && { shift }),
    ...(droppedTo !== undefined && { droppedTo }),
    drawn: { seed, layer: ordinal, step },
  };
}

function toldWeightMask(mask: WeightMask, seed: number, step: number) {
  const dropped = mask.multipliers.filter((multiplier) => multiplier === 0).length;
  const { rate, ordinal, multipliers } = mask;
  const drawn = { seed, layer: ordinal, step };
  return { rate, scale: scaleOf(mask), dropped, count: multipliers.length, drawn };
}

/** A kernel as the sample goes through it: in training without the weights that are dropped. */
function kernelIn(
  { mode, weightMasks }: Pick<ReturnType<typeof passOf>, "mode" | "weightMasks">,
  layer: number,
  kernel: Float32Array,
): number[] {
  const mask = mode === "train" ? weightMasks.find((each) => each.layer === layer) : undefined;
  return Array.from(kernel, (weight, place) => (mask ? weight * mask.multipliers[place]! : weight));
}
