import type { Fault } from "../messages/failure";
import { lossOf } from "../nn/losses/kinds";
import { fault, valueText } from "./faults";
import type { Parts } from "./parts";
import type { DataConfig, DataShape, DataSource, Task } from "./schema";
import { widened } from "./variants";

/**
 * The most values that a data set may hold: 2^28 float32 are 1 GiB. Those of a CSV file are float64 until they are
 * standardised; with so many a trainer stays within 1 GB from the file to the end (bench/large-csv.ts).
 */
export function maximumValuesOf(source: DataSource): number {
  return source === "csv" ? 30_000_000 : 2 ** 28;
}

/** The requested and the allowed number of samples, given their features; null if these are not too many. */
export function excessOf(
  { source, train, validation }: Pick<DataConfig, "source" | "train" | "validation">,
  features: number,
): { rows: number; limit: number } | null {
  const rows = train + validation;
  const limit = Math.floor(maximumValuesOf(source) / features);
  return rows > limit ? { rows, limit } : null;
}

/** The most units that a dense layer may have, in the document or by a variant's width. */
const maximumUnits = 65536;

/** The problems that no single field has, but several parts of a document together. */
export function semanticFaults(parts: Parts, shape: DataShape | null): Fault[] {
  return [
    ...dataFaults(parts, shape),
    ...outputFaults(parts, shape),
    ...lossFaults(parts, shape),
    ...variantFaults(parts),
    ...repetitions(parts.variants.map(({ name }) => name)).map(([place, value]) =>
      fault(`variants[${place}].name`, "sameVariantName", { value: valueText(value) }),
    ),
    ...repetitions(parts.seeds).map(([place, value]) =>
      fault(`seeds[${place}]`, "sameSeed", { value: valueText(value) }),
    ),
  ];
}

function dataFaults({ data }: Parts, shape: DataShape | null): Fault[] {
  const faults: Fault[] = [];
  if (data.source === "clusters" && data.features !== undefined && data.informative !== undefined) {
    const { informative, features } = data;
    if (informative > features) {
      faults.push(fault("data.informative", "informativeAboveFeatures", { informative, features }));
    }
  }
  if (data.source === "csv" && data.header === false && typeof data.target === "string") {
    faults.push(fault("data.target", "targetNameWithoutHeader", { target: valueText(data.target) }));
  }
  const { source, train, validation } = data;
  if (shape !== null && source !== undefined && train !== undefined && validation !== undefined) {
    const excess = excessOf({ source, train, validation }, shape.features);
    if (excess) faults.push(fault("data.train", "dataTooLarge", excess));
  }
  return faults;
}

function variantFaults({ variants, data, layers }: Parts): Fault[] {
  const dense = (layers ?? []).filter((layer) => layer?.type === "dense");
  const hidden = dense.slice(0, -1).flatMap((layer) => (layer?.type === "dense" ? (layer.units ?? []) : []));
  const widest = Math.max(1, ...hidden);
  return variants.flatMap(({ train, width }, place) => {
    const found: Fault[] = [];
    if (train !== undefined && data.train !== undefined && train > data.train) {
      found.push(fault(`variants[${place}].train`, "trainAboveData", { train, limit: data.train }));
    }
    if (width !== undefined && widened(widest, width) > maximumUnits) {
      const limit = Math.floor((100 * maximumUnits) / widest) / 100;
      found.push(fault(`variants[${place}].width`, "widthTooLarge", { width, limit, units: maximumUnits }));
    }
    return found;
  });
}

function outputFaults({ layers, data }: Parts, shape: DataShape | null): Fault[] {
  if (layers === null || layers.length === 0) return [];
  // A layer that cannot be read may be the one meant as the last dense layer.
  const last = layers.map((layer) => layer?.type ?? "dense").lastIndexOf("dense");
  if (last === -1) return [fault("network.layers", "noDenseLayer")];
  const output = layers[last];
  if (output?.type !== "dense" || output.units === undefined) return [];
  const path = `network.layers[${last}].units`;
  const { units } = output;
  if (taskOf(data, shape) === "regression") {
    return units === 1 ? [] : [fault(path, "outputsNotOne", { units })];
  }
  if (shape === null || units === shape.outputs) return [];
  return [fault(path, "outputsNotClasses", { units, classes: shape.outputs })];
}

function lossFaults({ training, data }: Parts, shape: DataShape | null): Fault[] {
  const task = taskOf(data, shape);
  if (training.loss === undefined || task === null) return [];
  const { fits, misfit } = lossOf(training.loss);
  return fits === task ? [] : [fault("training.loss", misfit)];
}

/** The document says the task even where only the files tell the rest of the shape. */
function taskOf(data: Parts["data"], shape: DataShape | null): Task | null {
  if (data.source === "csv") return data.task ?? null;
  if (data.source === "idx") return "classification";
  return shape?.task ?? null;
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
