import type { Experiment } from "./schema";

/** A setting that changes no run as the document stands, because every variant has its own. */
export type IdleSetting = "layerRates" | "trainingSamples";

/** A person who turns such a setting would see the same numbers again, and wonder. */
export function idleSettings({ network, variants }: Experiment): IdleSetting[] {
  const idle: IdleSetting[] = [];
  const anyDropout = network.layers.some(({ type }) => type === "dropout");
  if (anyDropout && variants.every(({ rate }) => rate !== undefined)) idle.push("layerRates");
  if (variants.every(({ train }) => train !== undefined)) idle.push("trainingSamples");
  return idle;
}
