import type { DataShape } from "../../../fields/shape";
import { draws, inOrder } from "../../../nn/network";
import { stepsOf } from "../python/values";
import { type NetworkReading, readingOf } from "../read-text";
import { readingOfLayers } from "../reading-of-layers";
import { Teller } from "../teller";
import type { Tensor } from "../../tensor";
import type { ForeignWeights } from "../weights-in";
import { ownNetwork } from "./own";
import type { Beside } from "./tensors";
import { Walk } from "./walk";
import { readOnnxFile } from "./wire";

/** As many as a file of half a gigabyte has. */
const mostValues = 2 ** 27;

export interface OnnxReading extends NetworkReading {
  /** @throws LabError `readWeightsElsewhere` where they stand in a file that was not given */
  readonly weights: () => ForeignWeights;
}

/**
 * The network of an .onnx file as far as it is a sequence of the lab's layers, and its weights.
 * @param beside other files of its folder, in which weights may stand
 * @throws LabError `readNothing`; Error if the file is damaged
 */
export function readOnnx(
  bytes: Uint8Array,
  shape?: DataShape | null,
  beside: Beside = new Map(),
): OnnxReading {
  const file = readOnnxFile(bytes);
  const teller = new Teller();
  const own = ownNetwork(file, beside);
  if (own) {
    const read = readingOfLayers(own.layers);
    const weights = () => ({ framework: "lab" as const, tensors: own.tensors() });
    return { read, layers: own.layers, training: {}, notes: teller.notes, weights };
  }
  const walk = new Walk(file, beside, teller);
  const steps = stepsOf(walk.run());
  const [input] = file.inputs.filter(({ name }) => !file.initializers.some((tensor) => tensor.name === name));
  const said = input?.shape?.slice(1);
  const isSaid = said?.every((size) => size > 0) && file.inputs.length === 1;
  const reading = readingOf(steps, {}, teller, shape, isSaid ? said : undefined);
  if (!inOrder(reading.layers).some(({ layer }) => draws(layer))) teller.tell("readNoDropout");
  const { channelsLast } = walk;
  const weights = () => {
    let left = mostValues;
    const tensors = new Map<string, Tensor>();
    for (const [name, tensor] of walk.tensors) {
      const read = tensor();
      // Tensors that share bytes could fill the memory.
      left -= read.values.length;
      if (left < 0) throw new Error("it has more weights than the lab reads");
      tensors.set(name, read);
    }
    return { framework: "onnx" as const, tensors, channelsLast };
  };
  return { ...reading, notes: teller.notes, weights };
}
