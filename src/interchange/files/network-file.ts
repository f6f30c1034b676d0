import { LabError } from "../../messages/failure";
import type { DataShape } from "../../fields/shape";
import { kerasSteps } from "../read/keras-json";
import { stepsOfShapes } from "../read/from-shapes";
import { type NetworkReading, readingOf, readNetworkText } from "../read/read-text";
import { Teller } from "../read/teller";
import type { ForeignWeights } from "../read/weights-in";
import { isHdf5, readHdf5 } from "./hdf5";
import { readForeignSafetensors } from "./safetensors";
import { filesOfZip } from "./zip-in-memory";

/** Half a gigabyte is a network of 134 million weights, twice what the lab trains. */
export const mostFileBytes = 2 ** 29;
const mostConfigBytes = 2 ** 24;

/**
 * The network of a file: code, a printed model or Keras' JSON as text, Keras' `.keras`, or the shapes of a `.safetensors`.
 * @param name of the file, for messages
 * @param shape the data at hand, whose sizes the file's are held against
 * @throws LabError as `readNetworkText` does, and `readFileKind`, `readFileTooLarge`, `readFileDamaged`
 */
export async function readNetworkFile(
  name: string,
  bytes: Uint8Array,
  shape?: DataShape | null,
): Promise<NetworkReading> {
  if (bytes.length > mostFileBytes)
    throw new LabError("readFileTooLarge", { file: name, limit: mostFileBytes / 2 ** 20 });
  const kind = kindOf(bytes);
  const teller = new Teller();
  if (kind === "keras") {
    try {
      const config = (await filesOfZip(bytes, { "config.json": mostConfigBytes })).get("config.json");
      const model = config && kerasSteps(JSON.parse(new TextDecoder().decode(config)), teller);
      if (!model) throw new LabError("readFileKind", { file: name });
      return readingOf(model.steps, {}, teller, shape, model.shape);
    } catch (error) {
      throw damagedFile(name, "Keras", error);
    }
  }
  if (kind === "safetensors") {
    try {
      return readingOf(stepsOfShapes(readForeignSafetensors(bytes), teller), {}, teller, shape);
    } catch (error) {
      throw damagedFile(name, "safetensors", error);
    }
  }
  if (kind === "text") return readNetworkText(new TextDecoder().decode(bytes), shape);
  throw new LabError("readFileKind", { file: name });
}

/**
 * The weights of a file: PyTorch's of `.safetensors`, Keras' of `.keras` and `.weights.h5`.
 * @throws LabError `readWeightsNone`, `readFileTooLarge`, `readFileDamaged`
 */
export async function readWeightsFile(name: string, bytes: Uint8Array): Promise<ForeignWeights> {
  if (bytes.length > mostFileBytes)
    throw new LabError("readFileTooLarge", { file: name, limit: mostFileBytes / 2 ** 20 });
  const kind = kindOf(bytes);
  try {
    if (kind === "safetensors") return { framework: "pytorch", tensors: readForeignSafetensors(bytes) };
    if (kind === "hdf5") return { framework: "keras", tensors: readHdf5(bytes) };
    const files = kind === "keras" && (await filesOfZip(bytes, { [weightsName]: mostFileBytes }));
    const weights = files && files.get(weightsName);
    if (weights) return { framework: "keras", tensors: readHdf5(weights) };
  } catch (error) {
    throw damagedFile(name, kind === "safetensors" ? "safetensors" : "Keras", error);
  }
  throw new LabError("readWeightsNone", { file: name });
}

const weightsName = "model.weights.h5";

function damagedFile(file: string, format: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 100);
  return new LabError("readFileDamaged", { file, format, detail }, { cause: error });
}

/** By what the file holds: names change. */
function kindOf(bytes: Uint8Array): "keras" | "safetensors" | "hdf5" | "text" | null {
  const start = Buffer.from(bytes.subarray(0, 4096));
  if (start.toString("latin1", 0, 2) === "PK") return "keras";
  if (isHdf5(bytes)) return "hdf5";
  if (start[8] === 0x7b && start.subarray(2, 8).every((byte, index) => index < 2 || byte === 0))
    return "safetensors";
  return start.includes(0) ? null : "text";
}
