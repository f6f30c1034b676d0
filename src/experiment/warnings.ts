import { type FailureParameters, type Fault, ofVariant } from "../messages/failure";
import { lossOf } from "../nn/losses/kinds";
import { optimizerOf } from "../nn/optimizers/kinds";
import { kindOf } from "../nn/layers/kinds";
import {
  droppingLayers,
  drops,
  inOrder,
  inputShapeOf,
  isScaled,
  isSized,
  layerNumber,
  layerPath,
  layerShapes,
  type LayerShape,
  outputLayerOf,
  type PlacedLayer,
} from "../nn/network";
import { rateFactor, ratesVary } from "../nn/rate-over-time";
import { learningRateOf, watchedAfter } from "../nn/schedules/learning-rate";
import { sizeOf } from "../nn/shape";
import { isWide } from "../nn/layers/dense/wide";
import { wideKernel } from "../nn/products";
import { fault, faultOfLayer } from "./faults";
import type { DataShape, Experiment, Layer, Variant } from "./schema";
import { setupText } from "./same-setup";
import { bytesPerParameter, largestBatchOf, largestOf } from "./size";
import { changedWarnings } from "./variant-check";
import { experimentOf, layersOf, trainingRowsOf } from "./variants";

/** Allowed but unwise values, each with its reason (in src/messages). */
export function warningsOf(experiment: Experiment, shape: DataShape | null): Fault[] {
  const own = experiment.variants.filter(({ set }) => set === undefined);
  const found = own.length === 0 ? [] : documentWarnings({ ...experiment, variants: own }, shape);
  return [
    ...found.map((fault) => ({ ...fault, path: renumbered(fault.path, own, experiment) })),
    ...changedWarnings(experiment, shape, found, documentWarnings),
    ...variantWarnings(experiment),
  ];
}

/** Of a document none of whose variants sets anything. */
function documentWarnings(experiment: Experiment, shape: DataShape | null): Fault[] {
  const networks = trainedNetworks(experiment, shape);
  return [
    ...dropoutWarnings(experiment, networks),
    ...narrowDropoutWarnings(experiment, networks),
    ...activationWarnings(experiment),
    ...layerWarnings(networks[0]!),
    ...dataWarnings(experiment),
    ...trainingWarnings(experiment),
    ...productWarnings(experiment, networks, shape),
    ...sizeWarnings(experiment, shape),
    ...batchMemoryWarnings(experiment, shape),
  ];
}

/** The place of what is said of the variant with this number among `own`, in the whole document. */
function renumbered(path: string, own: readonly Variant[], { variants }: Experiment): string {
  return path.replace(/^variants\[(\d+)\]/, (_place, index: string) => {
    return `variants[${variants.indexOf(own[Number(index)]!)}]`;
  });
}

/** The network as one variant trains it. */
interface Trained {
  readonly variant: Variant;
  /** In order. */
  readonly shapes: readonly LayerShape[];
}

/** Networks with the document's own settings come first: if they are as bad, no variant is to blame. */
function trainedNetworks(experiment: Experiment, shape: DataShape | null): Trained[] {
  const isOwn = ({ rate, width }: Variant) => rate === undefined && width === undefined;
  const { variants } = experiment;
  return [...variants.filter(isOwn), ...variants.filter((variant) => !isOwn(variant))].map((variant) => {
    const layers = layersOf(experiment, variant);
    return { variant, shapes: layerShapes(layers, shape ? inputShapeOf(layers, shape) : [Infinity]) };
  });
}

/** Where a measure is largest: the first of the networks that reach it. */
function worstOf(networks: readonly Trained[], measure: (network: Trained) => number) {
  return networks
    .map((network) => ({ network, value: measure(network) }))
    .reduce((worst, each) => (each.value > worst.value ? each : worst));
}

/** Names the variant that a warning comes from, because its layers may differ from the document's. */
function blamed({ variant }: Trained, ...changes: readonly ("rate" | "width")[]): FailureParameters {
  return changes.some((change) => variant[change] !== undefined) ? { [ofVariant]: variant.name } : {};
}

const rateAt = ({ shapes }: Trained, index: number): number => {
  const layer = shapes[index]?.layer;
  return layer && drops(layer) ? layer.rate : 0;
};

function dropoutWarnings(experiment: Experiment, networks: readonly Trained[]): Fault[] {
  const layers = inOrder(experiment.network.layers);
  const firstSized = layers.findIndex(({ layer }) => isSized(layer));
  const output = outputLayerOf(experiment.network.layers);
  return layers.flatMap(({ layer, place }, index) => {
    if (!drops(layer)) return [];
    const { network, value: rate } = worstOf(networks, (each) => rateAt(each, index));
    if (rate === 0) return [];
    const path = layerPath(place);
    const by = blamed(network, "rate");
    const before = layers[index - 1]?.layer;
    if (kindOf(layer).dropsSamples) {
      const isLastOfBlock = place.length > 1 && layers[index + 1]!.place.length < place.length;
      return isLastOfBlock ? [] : [fault(path, "stochasticDepthPlace", by)];
    }
    const found: Fault[] = [];
    if (index < firstSized && rate > 0.2) {
      found.push(fault(`${path}.rate`, "dropoutOnInputs", { rate, ...by }));
    }
    if (output !== -1 && index > output) {
      const code = index === layers.length - 1 ? "dropoutBeforeNothing" : "dropoutAfterOutput";
      found.push(fault(path, code, by));
    }
    if (before && drops(before) && before.type === layer.type && kindOf(layer).droppable) {
      const together = worstOf(
        networks,
        (each) => 1 - (1 - rateAt(each, index)) * (1 - rateAt(each, index - 1)),
      );
      const parameters = { rate: Number(together.value.toFixed(3)), ...blamed(together.network, "rate") };
      found.push(fault(path, "dropoutTwice", parameters));
    }
    if (isScaled(layer) && layer.scaling === "none") {
      found.push(fault(`${path}.scaling`, "dropoutNotScaled", { rate, factor: factorOf(rate), ...by }));
    }
    const { mask, keepsNormal, droppable } = kindOf(layer);
    const isAfterNormal = before !== undefined && kindOf(before).selfNormalising === true;
    if (mask && isAfterNormal && !keepsNormal) found.push(fault(path, "dropoutAfterSelu", by));
    if (keepsNormal && !isAfterNormal) found.push(fault(path, "alphaDropoutAlone", by));
    const after = layers.slice(index + 1).find(isMixing);
    if (mask && after && kindOf(after.layer).overBatch) {
      found.push(fault(path, "dropoutBeforeBatchNorm", { layer: layerNumber(after.place), ...by }));
    }
    const { input } = network.shapes[index]!;
    const isOnMaps = index > firstSized && input.length > 1 && droppable?.(input) === sizeOf(input);
    const goesIntoRow = after && (after.layer.type === "flatten" || kindOf(after.layer).flattens);
    if (isOnMaps && after && !goesIntoRow) found.push(fault(path, "dropoutOnMaps", by));
    return found;
  });
}

/** Whether it makes its values of several; a block's sum of two takes each value by itself. */
const isMixing = ({ layer, begins }: PlacedLayer) => !kindOf(layer).elementwise && begins === undefined;

/** 1/(1 - rate), as a person reads it. */
const factorOf = (rate: number) => Number((1 / (1 - rate)).toPrecision(4));

/** How many units, or maps, the layer drops each by itself. */
const droppedAt = ({ shapes }: Trained, index: number): number => {
  const { layer, input } = shapes[index]!;
  return kindOf(layer).droppable?.(input) ?? Infinity;
};

/** A layer with all units dropped passes nothing on: this should happen for fewer than one sample in a hundred. */
function narrowDropoutWarnings(experiment: Experiment, networks: readonly Trained[]): Fault[] {
  return inOrder(experiment.network.layers).flatMap(({ place }, index) => {
    const { network, value: share } = worstOf(
      networks,
      (each) => rateAt(each, index) ** droppedAt(each, index),
    );
    if (share < 0.01) return [];
    const parameters = {
      units: droppedAt(network, index),
      percent: Math.round(100 * share),
      ...blamed(network, "rate", "width"),
    };
    return [fault(`${layerPath(place)}.rate`, "dropoutOnFewUnits", parameters)];
  });
}

/** What the layers say of themselves. */
function layerWarnings({ shapes }: Trained): Fault[] {
  return shapes.flatMap(({ layer, place, input }) =>
    (kindOf(layer).warnings?.(layer, input) ?? []).map((note) => faultOfLayer(place, note)),
  );
}

function activationWarnings({ network: { layers }, training: { loss } }: Experiment): Fault[] {
  const output = outputLayerOf(layers);
  let linearBefore = false;
  return inOrder(layers).flatMap(({ layer, place }, index) => {
    const path = layerPath(place);
    // What a block is given also passes it by, so its first layer and the one before it could not be one.
    if (place.length > 1 && place.at(-1) === 0) linearBefore = false;
    const { activation, nonlinear } = kindOf(layer);
    const linearTwice = linearBefore && isSized(layer);
    if (nonlinear) linearBefore = false;
    else if (isSized(layer)) linearBefore = true;
    if (linearTwice) return [fault(path, "denseWithoutActivation")];
    if (!activation || output === -1 || index < output) return [];
    return [fault(path, lossOf(loss).activationAfterOutput)];
  });
}

function variantWarnings(experiment: Experiment): Fault[] {
  const { network, variants } = experiment;
  const firstOfKind = new Map<string, string>();
  const twins = variants.flatMap(({ name, ...changes }, index) => {
    const { data, network, training, evaluation } = experimentOf(experiment, changes);
    // Most variants share data and evaluation, and a table's columns may be many.
    const others = changes.set
      ? { ...ownPart({ data }, experiment), ...ownPart({ evaluation }, experiment) }
      : {};
    const kind = JSON.stringify([network, training, trainingRowsOf(experiment, changes), others]);
    const twin = firstOfKind.get(kind);
    if (twin !== undefined) return [fault(`variants[${index}]`, "sameVariant", { twin, name })];
    firstOfKind.set(kind, name);
    return [];
  });
  if (droppingLayers(network.layers).length > 0) return twins;
  const needsOne = twins.length > 0 || variants.some(({ rate = 0 }) => rate > 0);
  return needsOne ? [fault("variants", "noDropoutLayer")] : [];
}

/** A part of the document as a variant has it; nothing if it is the experiment's. */
function ownPart(part: Partial<Experiment>, experiment: Experiment): Partial<Experiment> {
  const [[name, value]] = Object.entries(part) as [[keyof Experiment, unknown]];
  const shared = experiment[name];
  return value === shared || setupText(value as object) === setupText(shared as object) ? {} : part;
}

function dataWarnings({ data, training: { batchSize }, variants }: Experiment): Fault[] {
  const found: Fault[] = [];
  const { train, validation } = data;
  if (validation < 100) {
    const points = Number((100 / validation).toFixed(1));
    found.push(fault("data.validation", "fewValidationSamples", { validation, points }));
  }
  if (batchSize > train) {
    found.push(fault("training.batchSize", "batchAboveTraining", { batchSize, train }));
    return found;
  }
  const few = variants.flatMap(({ name, train: rows = train }, index) =>
    batchSize > rows
      ? [
          fault(`variants[${index}].train`, "batchAboveTraining", {
            batchSize,
            train: rows,
            [ofVariant]: name,
          }),
        ]
      : [],
  );
  return [...found, ...few];
}

function trainingWarnings({ training, network }: Experiment): Fault[] {
  const { optimizer, schedule, earlyStopping, epochs } = training;
  const ofOptimizer = optimizerOf(optimizer)
    .warnings(optimizer)
    .map(({ field, code, parameters }) => fault(`training.optimizer.${field}`, code, parameters));
  const { warmup = 0 } = schedule ?? {};
  const found: Fault[] = [...ofOptimizer];
  if (warmup >= epochs) found.push(fault("training.schedule.warmup", "warmupWholeRun", { warmup, epochs }));
  else if (changesNoLearningRate(training))
    found.push(fault("training.schedule.type", "scheduleWithoutEffect", { epochs }));
  if (ratesVary(training)) found.push(...rateOverTimeWarnings(training, network.layers));
  // With the best weights restored, a long patience means: train all epochs, keep the best.
  if (earlyStopping && !earlyStopping.restoreBest && earlyStopping.patience + 1 >= epochs) {
    const { patience } = earlyStopping;
    found.push(fault("training.earlyStopping.patience", "earlyStoppingTooLate", { patience, epochs }));
  }
  return found;
}

/** Products of bfloat16 are those of wide layers, of which there may be none. */
function productWarnings(
  { training }: Experiment,
  networks: readonly Trained[],
  shape: DataShape | null,
): Fault[] {
  if (training.products !== "bfloat16" || shape === null) return [];
  if (networks.some(({ shapes }) => shapes.some(isWide))) return [];
  return [fault("training.products", "productsOfNarrowLayers", { weights: wideKernel })];
}

/** Whether a schedule leaves the learning rate as it is in every epoch, even if the validation loss is never better. */
function changesNoLearningRate(training: Experiment["training"]): boolean {
  const { optimizer, schedule, epochs } = training;
  if (!schedule || schedule.type === "constant") return false;
  let seen: ReturnType<typeof watchedAfter>;
  for (let epoch = 1; epoch < epochs; epoch++) {
    seen = watchedAfter(training, seen, epoch, 1);
    if (epoch > schedule.warmup && (!seen || seen.factor !== 1)) break;
  }
  const middle = { epoch: epochs, batch: 1, batches: 2 };
  return learningRateOf(training, middle, seen?.factor) === optimizer.learningRate;
}

function rateOverTimeWarnings(training: Experiment["training"], layers: readonly Layer[]): Fault[] {
  const path = "training.rateOverTime.type";
  if (droppingLayers(layers).length === 0) return [fault(path, "rateOverTimeUnused")];
  const { epochs } = training;
  const factor = rateFactor(training, 1);
  for (let epoch = 2; epoch <= epochs; epoch++) {
    if (rateFactor(training, epoch) !== factor) return [];
  }
  return [fault(path, "rateOverTimeConstant", { epochs, percent: Math.round(100 * factor) })];
}

/** More memory than this is worth a word. */
const muchMemory = 1.2e9;

const gigabytesOf = (bytes: number) => Number((bytes / 1e9).toFixed(1));

function batchMemoryWarnings(experiment: Experiment, shape: DataShape | null): Fault[] {
  const { bytes, variant } = largestBatchOf(experiment, shape);
  if (bytes <= muchMemory) return [];
  const isOwn = variant.width === undefined && variant.set === undefined;
  return [
    fault("training.batchSize", "batchLarge", {
      gigabytes: gigabytesOf(bytes),
      ...(!isOwn && { [ofVariant]: variant.name }),
    }),
  ];
}

function sizeWarnings(experiment: Experiment, shape: DataShape | null): Fault[] {
  const { parameters, variant } = largestOf(experiment, shape);
  if (parameters <= 20_000_000) return [];
  const gigabytes = gigabytesOf(parameters * bytesPerParameter);
  return [
    fault("network.layers", "networkLarge", {
      parameters,
      gigabytes,
      ...(variant.width !== undefined && { [ofVariant]: variant.name }),
    }),
  ];
}
