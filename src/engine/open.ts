import type { Environment } from "../experiment/result";
import { LabError } from "../messages/failure";
import { loadBackend, namespaceOf } from "./backend";
import type { Engine } from "./engine";
import { addOwnOps, multipliesBfloat16 } from "./graph/own-ops";
import { GraphEngine } from "./graph/graph-engine";
import { PlainEngine } from "./plain-engine";

type EngineName = Environment["engine"];

/**
 * Loads the best backend this machine has and the fastest engine for it, once a process: about a second for native
 * TensorFlow. Whole graphs need native TensorFlow; elsewhere ops are called one by one.
 *
 * DROPOUT_LAB_ENGINE=plain|graph forces one engine; DROPOUT_LAB_KERNELS=tensorflow leaves the lab's own kernels out.
 * @param threads that a native kernel may use
 * @throws LabError `engineUnknown`, `engineNeedsNative`; `backendUnknown`, `backendUnavailable`
 */
export async function openEngine(threads = 1): Promise<Engine> {
  const forced = forcedEngine();
  const { tf, environment } = await loadBackend(threads);
  const native = environment.backend === "tensorflow";
  if (forced === "graph" && !native)
    throw new LabError("engineNeedsNative", { backend: environment.backend });
  if (forced === "plain" || !native) return new PlainEngine(tf, environment);
  const messages = namespaceOf(await import("@tensorflow/tfjs-node/dist/proto/api_pb.js"));
  const kernels = addOwnOps();
  const own = kernels && { kernels, ...(multipliesBfloat16() && { bfloat16: "avx512bf16" as const }) };
  return new GraphEngine(tf, { ...environment, engine: "graph", ...own }, messages);
}

function forcedEngine(): EngineName | null {
  const name = process.env["DROPOUT_LAB_ENGINE"];
  if (!name) return null;
  if (name !== "plain" && name !== "graph") throw new LabError("engineUnknown", { name });
  return name;
}
