import { type Fault, ofVariant } from "../messages/failure";
import { excessOf, kindOfSource, taskOfData } from "../data/kinds";
import { augments } from "../nn/augmentation/settings";
import { kindOf, type Layer, layerSchema } from "../nn/layers/kinds";
import { lossOf } from "../nn/losses/kinds";
import {
  inOrder,
  inputShapeOf,
  isSized,
  layerPath,
  layerShapes,
  lastBatchOf,
  needsTwoRows,
  outputLayerOf,
  widthOf,
} from "../nn/network";
import { isKnown, sizeOf } from "../nn/shape";
import { ratesVary } from "../nn/rate-over-time";
import { valueText } from "../messages/value-text";
import { fault, faultOfLayer } from "./faults";
import type { Parts } from "./parts";
import { foldsOf, resamplingsFor } from "./resampling";
import type { DataShape } from "./schema";
import { widened } from "./variants";

/** The most units that a dense layer may have, in the document or by a variant's width. */
const maximumUnits = 65536;

/** The problems that no single field has, but several parts of a document together. */
export function semanticFaults(parts: Parts, shape: DataShape | null): Fault[] {
  return [
    ...dataFaults(parts, shape),
    ...layerFaults(parts, shape),
    ...outputFaults(parts, shape),
    ...batchFaults(parts, shape),
    ...mapFaults(parts, shape),
    ...lossFaults(parts),
    ...stepFaults(parts),
    ...rateFaults(parts),
    ...augmentFaults(parts, shape),
    ...variantFaults(parts),
    ...resamplingFaults(parts),
    ...halvingFaults(parts),
    ...repetitions(parts.variants.map(({ name }) => name)).map(([index, value]) =>
      fault(`variants[${index}].name`, "sameVariantName", { value: valueText(value) }),
    ),
    ...repetitions(parts.seeds).map(([index, value]) =>
      fault(`seeds[${index}]`, "sameSeed", { value: valueText(value) }),
    ),
  ];
}

function dataFaults({ data }: Parts, shape: DataShape | null): Fault[] {
  const faults =
    data.source === undefined
      ? []
      : (kindOfSource(data.source).problems?.(data) ?? []).map(({ field, code, parameters }) =>
          fault(`data.${field}`, code, parameters),
        );
  const { source, train, validation, test = 0 } = data;
  if (shape !== null && source !== undefined && train !== undefined && validation !== undefined) {
    const excess = excessOf({ source, train, validation, test }, shape.features);
    if (excess) faults.push(fault("data.train", "dataTooLarge", excess));
  }
  return faults;
}

function resamplingFaults({ data, evaluation: { resample = "none" } }: Parts): Fault[] {
  if (resample === "none" || data.source === undefined) return [];
  const path = "evaluation.resample";
  const allowed = resamplingsFor(data.source);
  if (!allowed.includes(resample)) {
    return [fault(path, resample === "draws" ? "drawsOfFiles" : "splitsOfDraws")];
  }
  if ("division" in data && data.division === "inOrder") return [fault(path, "resampleInOrder")];
  if (resample !== "folds") return [];
  if ("group" in data && data.group !== undefined) return [fault(path, "foldsOfGroups")];
  const { train, validation, test = 0 } = data;
  if (train === undefined || validation === undefined || foldsOf({ train, validation, test }) > 1) return [];
  return [fault(path, "oneFold", { validation, rest: train + test })];
}

/** Variants are ranked at equal epochs, which early stopping would take from them. */
function halvingFaults({ evaluation: { halving }, training: { epochs, earlyStopping } }: Parts): Fault[] {
  if (halving === undefined) return [];
  if (earlyStopping !== undefined) return [fault("evaluation.halving", "halvingWithEarlyStopping")];
  if (epochs === undefined || halving.first < epochs) return [];
  return [fault("evaluation.halving.first", "halvingTooLate", { first: halving.first, epochs })];
}

function variantFaults({ variants, data, layers }: Parts): Fault[] {
  const sized = inOrder(layers ?? []).flatMap(({ layer }) => (layer && isSized(layer) ? [layer] : []));
  const hidden = sized.slice(0, -1).flatMap((layer) => widthOf(layer) ?? []);
  const widest = Math.max(1, ...hidden);
  return variants.flatMap(({ train, width }, index) => {
    const found: Fault[] = [];
    if (train !== undefined && data.train !== undefined && train > data.train) {
      found.push(fault(`variants[${index}].train`, "trainAboveData", { train, limit: data.train }));
    }
    if (width !== undefined && widened(widest, width) > maximumUnits) {
      const limit = Math.floor((100 * maximumUnits) / widest) / 100;
      found.push(fault(`variants[${index}].width`, "widthTooLarge", { width, limit, units: maximumUnits }));
    }
    return found;
  });
}

/** The layers up to the first that cannot be read. */
function readable(layers: NonNullable<Parts["layers"]>): Layer[] {
  const parsed = layers.map((layer) => layerSchema.safeParse(layer).data);
  const unread = parsed.indexOf(undefined);
  return parsed.slice(0, unread === -1 ? parsed.length : unread) as Layer[];
}

/** What the layers say of themselves. */
function layerFaults({ layers }: Parts, shape: DataShape | null): Fault[] {
  if (layers === null || shape === null) return [];
  const right = readable(layers);
  return layerShapes(right, inputShapeOf(right, shape)).flatMap(({ layer, place, input, shortcut }) =>
    // A problem before it leaves the shape open.
    isKnown(input)
      ? (kindOf(layer).faults?.(layer, input, shortcut) ?? []).map((note) => faultOfLayer(place, note))
      : [],
  );
}

/** Statistics of a batch need two rows, also in the last batch of an epoch. */
function batchFaults({ layers, data, training, variants }: Parts, shape: DataShape | null): Fault[] {
  const { batchSize } = training;
  if (layers === null || shape === null || batchSize === undefined || data.train === undefined) return [];
  const right = readable(layers);
  if (!needsTwoRows(layerShapes(right, inputShapeOf(right, shape)))) return [];
  const check = (path: string, train: number, by = {}): Fault[] =>
    lastBatchOf(train, batchSize) === 1 ? [fault(path, "batchOfOneRow", { batchSize, train, ...by })] : [];
  const own = check("training.batchSize", data.train);
  if (own.length > 0) return own;
  return variants.flatMap(({ name, train }, index) =>
    train === undefined
      ? []
      : check(`variants[${index}].train`, train, name !== undefined && { [ofVariant]: name }),
  );
}

function outputFaults({ layers, data }: Parts, shape: DataShape | null): Fault[] {
  if (layers === null || layers.length === 0) return [];
  const last = outputLayerOf(layers);
  if (last === -1) return [fault("network.layers", "noDenseLayer")];
  const { layer: output, place } = inOrder(layers)[last]!;
  const units = output === null ? undefined : widthOf(output);
  if (output === null || units === undefined) return [];
  const path = `${layerPath(place)}.${kindOf(output).widthField}`;
  if (taskOfData(data) === "regression") {
    return units === 1 ? [] : [fault(path, "outputsNotOne", { units })];
  }
  if (shape === null || units === shape.outputs) return [];
  return [fault(path, "outputsNotClasses", { units, classes: shape.outputs })];
}

/** A network that ends with whole maps has as many outputs as they have pixels. */
function mapFaults({ layers }: Parts, shape: DataShape | null): Fault[] {
  if (layers === null || layers.length === 0 || shape === null) return [];
  const right = readable(layers);
  const { output } = layerShapes(right, inputShapeOf(right, shape)).at(-1) ?? { output: [] };
  const outputs = widthOf(inOrder(right)[outputLayerOf(right)]?.layer ?? { type: "dense" });
  if (right.length < layers.length || outputs === undefined || !isKnown(output)) return [];
  const values = sizeOf(output);
  if (values === outputs) return [];
  return [fault(`network.layers[${layers.length - 1}]`, "outputsOfMaps", { values, outputs })];
}

function lossFaults({ training, data }: Parts): Fault[] {
  const task = taskOfData(data);
  if (training.loss === undefined || task === null) return [];
  const { fits, misfit } = lossOf(training.loss);
  return fits === task ? [] : [fault("training.loss", misfit)];
}

/** What only the cross entropy of classes has. */
function stepFaults({ training: { loss, labelSmoothing = 0, classWeights = "none" } }: Parts): Fault[] {
  if (loss === undefined || loss === "softmaxCrossEntropy") return [];
  return [
    ...(labelSmoothing > 0 ? [fault("training.labelSmoothing", "labelSmoothingWithoutClasses")] : []),
    ...(classWeights !== "none" ? [fault("training.classWeights", "classWeightsWithoutClasses")] : []),
  ];
}

/** Shifting and mirroring are of pictures, which stay in sight. */
function augmentFaults({ training: { augment } }: Parts, shape: DataShape | null): Fault[] {
  if (!augments(augment) || shape === null) return [];
  const { features, image } = shape;
  if (!image) return [fault("training.augment", "augmentNeedsPictures", { features })];
  const [height, width] = image;
  const limit = Math.min(height, width);
  if (augment.shift < limit) return [];
  return [
    fault("training.augment.shift", "shiftBeyondPicture", { shift: augment.shift, height, width, limit }),
  ];
}

/** Classic scaling multiplies by 1 - p at inference, which would have no one p. */
function rateFaults({ training, layers }: Parts): Fault[] {
  if (!ratesVary(training)) return [];
  return inOrder(layers ?? []).flatMap(({ layer, place }) =>
    layer && "scaling" in layer && layer.scaling === "classic"
      ? [fault(`${layerPath(place)}.scaling`, "classicRateOverTime")]
      : [],
  );
}

/** Place and value of each text or number that stood in the list before. */
function repetitions(values: readonly unknown[]): [number, unknown][] {
  const seen = new Set<unknown>();
  return [...values.entries()].filter(([, value]) => {
    if (typeof value !== "string" && typeof value !== "number") return false;
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  });
}
