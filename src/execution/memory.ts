import { bytesPerParameter, largestBatchOf, parametersOf } from "../experiment/size";
import type { DataShape, Experiment } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { memoryOfMachine } from "../platform/machine-memory";

/** The store keeps weights as one SQLite value, of 10^9 bytes at most: https://sqlite.org/limits.html */
const mostKept = 240_000_000;

/** Memory that a lab takes without a network: two processes and TensorFlow. */
const base = 0.5e9;

/** @throws LabError `networkTooLarge`, `batchTooLarge` if training would not fit into this machine */
export function checkSize(experiment: Experiment, shape: DataShape | undefined): void {
  const parameters = parametersOf(experiment, shape ?? null);
  const limit = Math.min(mostKept, Math.floor((memoryOfMachine() - base) / bytesPerParameter));
  if (parameters > limit) throw new LabError("networkTooLarge", { parameters, limit });
  const { bytes } = largestBatchOf(experiment, shape ?? null);
  const free = memoryOfMachine() - base - parameters * bytesPerParameter;
  if (bytes <= free) return;
  const [gigabytes, most] = [bytes, free].map((each) => Number((each / 1e9).toFixed(1)));
  throw new LabError("batchTooLarge", { gigabytes: gigabytes!, limit: most! });
}
