import type { CallArguments } from "./layer-from-code";

/** The lab's layers with a kernel have a bias: a layer without one is told. @param name the argument */
export function biasOf(given: CallArguments, name: string): void {
  if (!given.flag(name, true)) given.tell("readBiasAdded");
}
