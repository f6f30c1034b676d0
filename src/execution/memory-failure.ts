import { LabError } from "../messages/failure";

/**
 * What native TensorFlow (an operation, then its graph's constants), V8 (its heap, then an array) and the C++ and C
 * libraries say when they run out of memory. Each was seen in a trainer.
 */
const signs =
  /OOM when allocating|RESOURCE_?EXHAUSTED|Cannot parse tensor from proto|heap out of memory|Array buffer allocation failed|bad_alloc|Cannot allocate memory/i;

/** @param said message of the failure. @returns null if it is about something else */
export function memoryFailure(said: string): LabError | null {
  const sign = signs.exec(said);
  if (!sign) return null;
  const line = said.slice(sign.index).split("\n")[0]!;
  return new LabError("trainerOutOfMemory", { detail: line.slice(0, 200) });
}
