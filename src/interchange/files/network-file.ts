import { LabError } from "../../messages/failure";
import type { DataShape } from "../../fields/shape";
import { kerasSteps } from "../read/keras-json";
import { stepsOfShapes } from "../read/from-shapes";
import { type NetworkReading, readingOf, readNetworkText } from "../read/read-text";
import { Teller } from "../read/teller";
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
  const damaged = (format: string, error: unknown) => {
    if (error instanceof LabError) return error;
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 100);
    return new LabError("readFileDamaged", { file: name, format, detail }, { cause: error });
  };
  if (kind === "keras") {
    try {
      const config = (await filesOfZip(bytes, { "config.json": mostConfigBytes })).get("config.json");
      const model = config && kerasSteps(JSON.parse(new TextDecoder().decode(config)), teller);
      if (!model) throw new LabError("readFileKind", { file: name });
      return readingOf(model.steps, {}, teller, shape, model.shape);
    } catch (error) {
      throw damaged("Keras", error);
    }
  }
  if (kind === "safetensors") {
    try {
      return readingOf(stepsOfShapes(readForeignSafetensors(bytes), teller), {}, teller, shape);
    } catch (error) {
      throw damaged("safetensors", error);
    }
  }
  if (kind === "text") return readNetworkText(new TextDecoder().decode(bytes), shape);
  throw new LabError("readFileKind", { file: name });
}

/** By what the file holds: names change. */
function kindOf(bytes: Uint8Array): "keras" | "safetensors" | "text" | null {
  const start = Buffer.from(bytes.subarray(0, 4096));
  if (start.toString("latin1", 0, 2) === "PK") return "keras";
  if (start[8] === 0x7b && start.subarray(2, 8).every((byte, index) => index < 2 || byte === 0))
    return "safetensors";
  return start.includes(0) ? null : "text";
}
