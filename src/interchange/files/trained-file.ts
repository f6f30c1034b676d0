import type { DataShape } from "../../fields/shape";
import type { Layer } from "../../nn/layers/kinds";
import { inputShapeOf } from "../../nn/network";
import { readingOfLayers } from "../read/reading-of-layers";
import type { ReadingNote } from "../read/teller";
import { weightsOf } from "../read/weights-in";
import type { Tensor } from "../tensor";
import { bringsNetwork, readNetworkFile, readWeightsFile } from "./network-file";

export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A network that was trained elsewhere, with its weights by the lab's own names. */
export interface TrainedElsewhere {
  readonly layers: readonly Layer[];
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly notes: readonly ReadingNote[];
}

/**
 * @param weights `.safetensors`, `.keras`, `.weights.h5`, `.onnx`
 * @param network the file with the network; by default that of the weights, or `own`
 * @param beside other files of the weights' folder, by their names
 * @param own the experiment's layers
 * @param shape the data at hand
 * @throws LabError as `readNetworkFile`, `readWeightsFile` and `weightsOf` do
 */
export async function readTrained(
  weights: GivenFile,
  network: GivenFile | undefined,
  own: readonly Layer[],
  shape: DataShape | null,
  beside: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<TrainedElsewhere> {
  const source = network ?? (bringsNetwork(weights.bytes) ? weights : undefined);
  const reading = source && (await readNetworkFile(source.name, source.bytes, shape));
  const read = reading?.read ?? readingOfLayers(own);
  const layers = read.map(({ layer }) => layer);
  const foreign = await readWeightsFile(weights.name, weights.bytes, beside);
  const tensors = weightsOf(read, inputShapeOf(layers, shape ?? { features: 0 }), shape?.image, foreign);
  return { layers, tensors, notes: reading?.notes ?? [] };
}
