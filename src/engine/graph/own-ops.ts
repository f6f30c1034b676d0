import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Environment } from "../../experiment/result";
import { packageFolder } from "../../platform/package-folder";

/** Loads native code, which a bundle cannot hold. */
const requireFile = createRequire(import.meta.url);

/** Of native/ops.h. */
const version = 9;

interface OwnOps {
  readonly version: number;
  /** @param threads that an operation may use */
  add(threads: number, mayUseAvx512: boolean): OwnKernels | null;
  /** Whether the processor multiplies bfloat16 by itself; after `add`. */
  hasBfloat16(): boolean;
}

let added: OwnOps | null = null;

type OwnKernels = NonNullable<Environment["kernels"]>;

/**
 * Makes TensorFlow, which must be loaded, know the lab's own operations (native/), once a process. Set-up compiles them where there is a
 * compiler.
 * @returns the instructions that they use; null where they are missing, or the processor has neither AVX2 nor AVX-512
 */
export function addOwnOps(): OwnKernels | null {
  const wanted = process.env["DROPOUT_LAB_KERNELS"];
  if (wanted === "tensorflow") return null;
  const path = join(packageFolder("@tensorflow/tfjs-node"), "own-ops", "own-ops.node");
  if (!existsSync(path)) return null;
  const ownOps = requireFile(path) as OwnOps;
  // Compiled from older sources: set-up has not run since.
  if (ownOps.version !== version) return null;
  added = ownOps;
  return ownOps.add(ownThreads(), wanted !== "avx2");
}

/** Whether the lab's own operations, once added, multiply bfloat16 by instructions of the processor. */
export function multipliesBfloat16(): boolean {
  return added?.hasBfloat16() ?? false;
}

/** The number of threads that an operation may use; loading TensorFlow sets it. */
export function ownThreads(): number {
  return Number(process.env["TF_NUM_INTRAOP_THREADS"]) || 1;
}
