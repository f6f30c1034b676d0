import type { DataConfig, DataSource } from "../experiment/schema";
import { clusters } from "./clusters";
import { csv } from "./csv";
import { digits } from "./digits";
import { idx } from "./idx";
import { circles, moons, spirals, xor } from "./plane";
import type { ConfigOf, Source } from "./source";

/** Every data source; a new one is one entry (docs/how-to-add-a-data-source.md). */
export const sources: { readonly [S in DataSource]: Source<ConfigOf<S>> } = {
  digits,
  clusters,
  moons,
  circles,
  spirals,
  xor,
  csv,
  idx,
};

/** The source that a configuration names. */
export function sourceOf(config: DataConfig): Source<DataConfig> {
  return sources[config.source] as Source<DataConfig>;
}
