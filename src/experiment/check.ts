import type { Failure } from "../experiment/result";
import type { DataConfig, DataShape, Experiment, Layer } from "./schema";

/** A failure with its place in the document: "network.layers[3].rate". */
export interface Fault extends Failure {
  readonly path: string;
}

export interface Check {
  /** The document with every default filled in; null where there are faults. */
  readonly experiment: Experiment | null;
  readonly faults: readonly Fault[];
  /** Allowed but unwise, each with its reason. */
  readonly warnings: readonly Fault[];
}

/** Finds every fault of a document at once. `shape` is what the data turned out to be, where the document cannot say. */
export declare function checkExperiment(document: unknown, shape?: DataShape): Check;

/** The shape that a generated source has; null for sources whose files decide. */
export declare function shapeOfData(data: DataConfig): DataShape | null;

/** Output width and trainable parameters of each layer, for `features` inputs. */
export declare function layerShapes(
  layers: readonly Layer[],
  features: number,
): { width: number; parameters: number }[];

/** "network.layers[3].rate: 1.2 is not below 1" */
export declare function sayFault(fault: Fault): string;
