import { loadBackend } from "./backend";
import type { Engine } from "./engine";
import { PlainEngine } from "./plain-engine";

/** Loads the best backend this machine has, once a process: about a second for native TensorFlow. */
export async function openEngine(): Promise<Engine> {
  const { tf, environment } = await loadBackend();
  return new PlainEngine(tf, environment);
}
