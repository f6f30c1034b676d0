import type { Fault } from "./check";
import { fault } from "./faults";
import type { DataShape, Experiment, Layer } from "./schema";
import { layerShapes } from "./shapes";
import { bytesPerParameter, parametersOf } from "./size";
import { layersOf, outputLayerOf, trainingRowsOf } from "./variants";

/** What is allowed but unwise, each with its reason (in src/messages). */
export function warningsOf(experiment: Experiment, shape: DataShape | null): Fault[] {
  return [
    ...dropoutWarnings(experiment),
    ...narrowDropoutWarnings(experiment, shape),
    ...activationWarnings(experiment),
    ...variantWarnings(experiment),
    ...dataWarnings(experiment),
    ...trainingWarnings(experiment),
    ...sizeWarnings(experiment, shape),
  ];
}

/** The largest rate that any variant gives a dropout layer. */
function largestRate(layer: Extract<Layer, { type: "dropout" }>, { variants }: Experiment): number {
  return Math.max(...variants.map((variant) => variant.rate ?? layer.rate));
}

function dropoutWarnings(experiment: Experiment): Fault[] {
  const { layers } = experiment.network;
  const firstDense = layers.findIndex(({ type }) => type === "dense");
  const lastDense = outputLayerOf(layers);
  return layers.flatMap((layer, place) => {
    if (layer.type !== "dropout") return [];
    const rate = largestRate(layer, experiment);
    if (rate === 0) return [];
    const path = `network.layers[${place}]`;
    const before = layers[place - 1];
    const found: Fault[] = [];
    if (place < firstDense && rate > 0.2) found.push(fault(`${path}.rate`, "dropoutOnInputs", { rate }));
    if (place > lastDense) {
      found.push(fault(path, place === layers.length - 1 ? "dropoutBeforeNothing" : "dropoutAfterOutput"));
    }
    if (before?.type === "dropout") {
      const together = 1 - (1 - rate) * (1 - largestRate(before, experiment));
      found.push(fault(path, "dropoutTwice", { rate: Number(together.toFixed(3)) }));
    }
    if (before?.type === "selu") found.push(fault(path, "dropoutAfterSelu"));
    return found;
  });
}

/** A layer all of whose units are dropped says nothing about its input: that should be rarer than one in a hundred. */
function narrowDropoutWarnings(experiment: Experiment, shape: DataShape | null): Fault[] {
  const networks = experiment.variants.map((variant) => {
    const layers = layersOf(experiment, variant);
    return { layers, shapes: layerShapes(layers, shape?.features ?? Infinity) };
  });
  return experiment.network.layers.flatMap((_layer, place) => {
    const chances = networks.map(({ layers, shapes }) => {
      const layer = layers[place]!;
      const { width } = shapes[place]!;
      return { width, share: layer.type === "dropout" ? layer.rate ** width : 0 };
    });
    const { width, share } = chances.reduce((most, each) => (each.share > most.share ? each : most));
    if (share < 0.01) return [];
    const percent = Math.round(100 * share);
    return [fault(`network.layers[${place}].rate`, "dropoutOnFewUnits", { units: width, percent })];
  });
}

function activationWarnings({ network: { layers }, training: { loss } }: Experiment): Fault[] {
  const lastDense = outputLayerOf(layers);
  let previousDense = -1;
  return layers.flatMap((layer, place) => {
    const path = `network.layers[${place}]`;
    if (layer.type === "dropout") return [];
    if (layer.type === "dense") {
      const linear = previousDense !== -1;
      previousDense = place;
      return linear ? [fault(path, "denseWithoutActivation")] : [];
    }
    previousDense = -1;
    if (place < lastDense) return [];
    const code = loss === "softmaxCrossEntropy" ? "activationBeforeSoftmax" : "activationAfterRegression";
    return [fault(path, code)];
  });
}

function variantWarnings(experiment: Experiment): Fault[] {
  const { network, variants } = experiment;
  const firstOfKind = new Map<string, string>();
  const twins = variants.flatMap(({ name, ...changes }, place) => {
    const kind = JSON.stringify([layersOf(experiment, changes), trainingRowsOf(experiment, changes)]);
    const twin = firstOfKind.get(kind);
    if (twin !== undefined) return [fault(`variants[${place}]`, "sameVariant", { twin, name })];
    firstOfKind.set(kind, name);
    return [];
  });
  if (network.layers.some(({ type }) => type === "dropout")) return twins;
  const needsOne = twins.length > 0 || variants.some(({ rate = 0 }) => rate > 0);
  return needsOne ? [fault("variants", "noDropoutLayer")] : [];
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
  const few = variants.flatMap(({ train: rows = train }, place) =>
    batchSize > rows
      ? [fault(`variants[${place}].train`, "batchAboveTraining", { batchSize, train: rows })]
      : [],
  );
  return [...found, ...few];
}

function trainingWarnings({ training: { optimizer } }: Experiment): Fault[] {
  const path = "training.optimizer";
  const { learningRate } = optimizer;
  if (optimizer.type !== "sgd") {
    return learningRate > 0.03 ? [fault(`${path}.learningRate`, "learningRateLarge", { learningRate })] : [];
  }
  const found: Fault[] = [];
  const reach = learningRate / (1 - optimizer.momentum);
  if (reach > 1) {
    found.push(
      fault(`${path}.learningRate`, "learningRateLargeSgd", { reach: Number(reach.toPrecision(3)) }),
    );
  }
  if (optimizer.nesterov && optimizer.momentum === 0) found.push(fault(`${path}.nesterov`, "nesterovAlone"));
  return found;
}

function sizeWarnings(experiment: Experiment, shape: DataShape | null): Fault[] {
  const parameters = parametersOf(experiment, shape);
  if (parameters <= 20_000_000) return [];
  const gigabytes = Number(((parameters * bytesPerParameter) / 1e9).toFixed(1));
  return [fault("network.layers", "networkLarge", { parameters, gigabytes })];
}
