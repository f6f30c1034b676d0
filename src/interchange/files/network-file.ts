import { LabError } from "../../messages/failure";
import type { DataShape } from "../../fields/shape";
import { kerasSteps } from "../read/keras-json";
import { stepsOfShapes } from "../read/from-shapes";
import { type NetworkReading, readingOf, readingOfKeras, readNetworkText } from "../read/read-text";
import { readOnnx } from "../read/onnx/read-onnx";
import { isOnnx } from "../read/onnx/wire";
import { Teller } from "../read/teller";
import type { ForeignWeights } from "../read/weights-in";
import { isHdf5, readHdf5 } from "./hdf5";
import { readForeignSafetensors } from "./safetensors";
import { filesOfZip } from "./zip-in-memory";

/** Half a gigabyte is a network of 134 million weights, twice what the lab trains. */
export const mostFileBytes = 2 ** 29;
const mostConfigBytes = 2 ** 24;

/**
 * The network of a file: code, a printed model or Keras' JSON as text, Keras' `.keras`, an `.onnx`, or the shapes of a `.safetensors`.
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
      return readingOfKeras(model, teller, shape);
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
  if (kind === "onnx") {
    try {
      return readOnnx(bytes, shape);
    } catch (error) {
      throw damagedFile(name, "ONNX", error);
    }
  }
  if (kind === "text") return readNetworkText(new TextDecoder().decode(bytes), shape);
  throw new LabError("readFileKind", { file: name });
}

/**
 * The weights of a file: PyTorch's of `.safetensors`, Keras' of `.keras` and `.weights.h5`, those of an `.onnx`.
 * @param beside other files of its folder: an `.onnx` may have its weights there
 * @throws LabError `readWeightsNone`, `readWeightsElsewhere`, `readFileTooLarge`, `readFileDamaged`
 */
export async function readWeightsFile(
  name: string,
  bytes: Uint8Array,
  beside?: ReadonlyMap<string, Uint8Array>,
): Promise<ForeignWeights> {
  if (bytes.length > mostFileBytes)
    throw new LabError("readFileTooLarge", { file: name, limit: mostFileBytes / 2 ** 20 });
  const kind = kindOf(bytes);
  try {
    if (kind === "safetensors") return { framework: "pytorch", tensors: readForeignSafetensors(bytes) };
    if (kind === "onnx") return readOnnx(bytes, null, beside).weights();
    if (kind === "hdf5") return { framework: "keras", tensors: readHdf5(bytes) };
    const files = kind === "keras" && (await filesOfZip(bytes, { [weightsName]: mostFileBytes }));
    const weights = files && files.get(weightsName);
    if (weights) return { framework: "keras", tensors: readHdf5(weights) };
  } catch (error) {
    throw damagedFile(name, formats[kind ?? "text"], error);
  }
  throw new LabError("readWeightsNone", { file: name });
}

const formats = { safetensors: "safetensors", onnx: "ONNX", keras: "Keras", hdf5: "Keras", text: "text" };
const weightsName = "model.weights.h5";

function damagedFile(file: string, format: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 100);
  return new LabError("readFileDamaged", { file, format, detail }, { cause: error });
}

/** Whether a file of weights has its network too. */
export function bringsNetwork(bytes: Uint8Array): boolean {
  return ["keras", "onnx"].includes(kindOf(bytes) ?? "");
}

/** By what the file holds: names change. */
function kindOf(bytes: Uint8Array): "keras" | "safetensors" | "hdf5" | "onnx" | "text" | null {
  const start = Buffer.from(bytes.subarray(0, 4096));
  if (start.toString("latin1", 0, 2) === "PK") return "keras";
  if (isHdf5(bytes)) return "hdf5";
  if (start[8] === 0x7b && start.subarray(2, 8).every((byte, index) => index < 2 || byte === 0))
    return "safetensors";
  if (isOnnx(start)) return "onnx";
  return start.includes(0) ? null : "text";
}
