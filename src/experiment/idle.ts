import { droppingLayers } from "../nn/network";
import type { Experiment } from "./schema";

/** A setting that has no effect, because every variant has its own value. */
export type IdleSetting = "layerRates" | "trainingSamples";

/** A person who changes such a setting would see the same numbers again, and wonder. */
export function idleSettings({ network, variants }: Pick<Experiment, "network" | "variants">): IdleSetting[] {
  const idle: IdleSetting[] = [];
  const anyDropout = droppingLayers(network.layers).length > 0;
  if (anyDropout && variants.every(({ rate }) => rate !== undefined)) idle.push("layerRates");
  if (variants.every(({ train }) => train !== undefined)) idle.push("trainingSamples");
  return idle;
}
