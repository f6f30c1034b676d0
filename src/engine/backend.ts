import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import type { TFJSBinding } from "@tensorflow/tfjs-node/dist/tfjs_binding";
import { version as labVersion } from "../../package.json";
import type { Environment } from "../experiment/result";
import { LabError } from "../messages/failure";
import { packageFolder } from "../platform/package-folder";
import type { Tensorflow } from "../tensor/tensorflow";

export type BackendName = Environment["backend"];

export interface Backend {
  readonly tf: Tensorflow;
  readonly environment: Environment;
}

/** A record that set-up leaves in tfjs-node's folder (scripts/setup/tensorflow.mjs). */
interface TensorflowRecord {
  readonly native: boolean;
  /** Where the native library came from, or why there is none. */
  readonly source: string;
}

/** Loads native code, which a bundle cannot hold. */
const requireFile = createRequire(import.meta.url);

const backendNames: readonly BackendName[] = ["tensorflow", "wasm", "cpu"];

/**
 * Loads the best backend that works here: native TensorFlow, else WebAssembly, else plain JavaScript. It takes most
 * of a second and a hundred megabytes, so only a process that trains should call it, once.
 *
 * DROPOUT_LAB_BACKEND=tensorflow|wasm|cpu forces one backend.
 * @param threads that a native kernel may use. They cannot be changed later; threads.ts chooses them.
 * @throws LabError `backendUnknown`, `backendUnavailable`
 */
export async function loadBackend(threads = 1): Promise<Backend> {
  const forced = forcedBackend();
  const reasons = forced && forced !== "tensorflow" ? [`DROPOUT_LAB_BACKEND asks for ${forced}`] : [];
  for (const name of forced ? [forced] : backendNames) {
    try {
      return await load(name, reasons, threads);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (forced) throw new LabError("backendUnavailable", { name, detail }, { cause: error });
      reasons.push(detail);
    }
  }
  throw new LabError("backendUnavailable", { name: backendNames.join(", "), detail: reasons.join("; ") });
}

/**
 * The backend that `loadBackend` will probably load, without loading any. Only loading shows whether native
 * TensorFlow works. Null if the forced backend is unknown.
 */
export function backendToExpect(): BackendName | null {
  const forced = process.env["DROPOUT_LAB_BACKEND"];
  if (forced) return backendOf(forced) ?? null;
  try {
    const folder = packageFolder("@tensorflow/tfjs-node");
    return readRecord(folder)?.native !== false && existsSync(addonIn(folder)) ? "tensorflow" : "wasm";
  } catch {
    // The package is not there.
    return "wasm";
  }
}

function forcedBackend(): BackendName | null {
  const name = process.env["DROPOUT_LAB_BACKEND"];
  if (!name) return null;
  const known = backendOf(name);
  if (!known) throw new LabError("backendUnknown", { name });
  return known;
}

function backendOf(name: string): BackendName | undefined {
  return backendNames.find((backend) => backend === name);
}

async function load(name: BackendName, reasons: readonly string[], threads: number): Promise<Backend> {
  let source = `no native TensorFlow: ${reasons.join("; ")}`;
  const tf = namespaceOf(await import("@tensorflow/tfjs-core"));
  if (name === "tensorflow") source = await loadNative(tf, threads);
  if (name === "wasm") await loadWasm(tf);
  if (name === "cpu") await import("@tensorflow/tfjs-backend-cpu");
  // Silences the cpu backend's advertisement for tfjs-node.
  if (name === "cpu") tf.enableProdMode();
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start its ${name} backend`);
  await tf.ready();
  const tensorflow = name === "tensorflow" ? versionOfLibrary(tf) : null;
  return { tf, environment: describe(name, source, tensorflow, tf.version_core) };
}

/** `dlopen`'s flags of Linux: an object that has no `register` of an addon stays loaded all the same. */
const lazyAndToStay = 0x1 | 0x1000;

/** Of set-up's TensorFlow, and of tfjs-node's installer. */
const libraries = ["libtensorflow_cc.so.2", "libtensorflow.so.2"];

/**
 * Loads native TensorFlow's library, which takes most of the time of `loadBackend`, before it is known how many threads a run may use:
 * TensorFlow reads that when the addon makes its context. tfjs comes too: V8 takes what was compiled of it (src/platform/compiled-code.ts) only
 * until a flag of its own is changed. Does nothing where that library is not there, or not to be used.
 */
export async function loadLibrary(): Promise<void> {
  if (process.platform !== "linux" || backendToExpect() !== "tensorflow") return;
  hideStartUpLines();
  const folder = join(packageFolder("@tensorflow/tfjs-node"), "deps", "lib");
  const library = libraries.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (library === undefined) return;
  try {
    process.dlopen({ exports: {} }, library, lazyAndToStay);
  } catch {
    // It is no addon, which Node says once it is loaded. If it cannot be loaded, `loadBackend` says why.
  }
  await import("@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js");
  await import("@tensorflow/tfjs-node/dist/register_all_kernels.js");
}

/** Those that TensorFlow writes to the error output and that tell a person nothing. */
function hideStartUpLines(): void {
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
}

/**
 * Does the same as tfjs-node's own entry, without the union package, for which tfjs loads layers, converter and
 * webgl. This starts a trainer in a third less time, and packages need not ship that code.
 * @returns where the library came from
 */
async function loadNative(tf: Tensorflow, threads: number): Promise<string> {
  const folder = packageFolder("@tensorflow/tfjs-node");
  const record = readRecord(folder);
  if (record?.native === false) throw new Error(record.source);
  // tfjs-node 4.22 calls two functions that Node 23 removed (tensorflow/tfjs#8609).
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  hideStartUpLines();
  // TensorFlow reads these when it is loaded. Running whole ops side by side never paid off for networks of dense
  // layers; a negative number would compute in the thread that calls, where numbers below 2⁻¹²⁶ are not taken for 0: other bits, more slowly.
  for (const name of ["OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"]) process.env[name] ??= String(threads);
  process.env["TF_NUM_INTEROP_THREADS"] ??= "1";
  const addon = addonIn(folder);
  if (!existsSync(addon)) throw new Error("tfjs-node's native addon is not installed");
  const binding = requireFile(addon) as TFJSBinding;
  const { NodeJSKernelBackend } = namespaceOf(
    await import("@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js"),
  );
  await import("@tensorflow/tfjs-node/dist/register_all_kernels.js");
  if (!tf.findBackendFactory("tensorflow")) {
    tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node"));
  }
  return record?.source ?? "an addon of tfjs-node that the lab's set-up did not make";
}

function addonIn(folder: string): string {
  return join(folder, "lib", "napi-v8", "tfjs_binding.node");
}

function readRecord(folder: string): TensorflowRecord | null {
  try {
    return JSON.parse(readFileSync(join(folder, "dropout-lab.json"), "utf8")) as TensorflowRecord;
  } catch {
    // Without a record (installed by other means), loading shows whether it works.
    return null;
  }
}

async function loadWasm(tf: Tensorflow): Promise<void> {
  const names = ["uncaughtException", "unhandledRejection"] as const;
  const before = new Set(names.flatMap((name) => process.rawListeners(name)));
  const wasm = namespaceOf(await import("@tensorflow/tfjs-backend-wasm"));
  wasm.setThreadsCount(1);
  wasm.setWasmPaths(`${join(packageFolder("@tensorflow/tfjs-backend-wasm"), "dist")}/`);
  await tf.setBackend("wasm");
  // Its compiled part installs handlers that rethrow every error and so displace the process's own.
  for (const name of names) {
    for (const listener of process.rawListeners(name)) {
      if (!before.has(listener)) process.removeListener(name, listener as () => void);
    }
  }
}

/** CommonJS packages come as `default` when Node imports them, and as themselves from a bundle. */
export function namespaceOf<T extends object>(imported: T): T {
  return (imported as { default?: T }).default ?? imported;
}

function versionOfLibrary(tf: Tensorflow): string {
  return (tf.backend() as unknown as { binding: { TF_Version: string } }).binding.TF_Version;
}

function describe(
  backend: BackendName,
  backendSource: string,
  tensorflow: string | null,
  tfjs: string,
): Environment {
  const { electron, node } = process.versions;
  return {
    backend,
    backendSource,
    engine: "plain",
    tensorflow,
    tfjs,
    runtime: electron ? `Electron ${electron} (Node ${node})` : `Node ${node}`,
    platform: `${process.platform} ${process.arch}`,
    lab: labVersion,
  };
}
