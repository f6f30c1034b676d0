import { circles } from "./circles/load";
import { clusters } from "./clusters/load";
import { csv } from "./csv/load";
import { digits } from "./digits/load";
import { idx } from "./idx/load";
import type { ConfigOf, DataConfig, DataSource } from "./kinds";
import { friedman1 } from "./friedman1/load";
import { line } from "./line/load";
import { moons } from "./moons/load";
import { npz } from "./npz/load";
import { pictures } from "./pictures/load";
import type { Source } from "./source";
import { spirals } from "./spirals/load";
import { table } from "./table/load";
import { wave } from "./wave/load";
import { xor } from "./xor/load";

/** How every data source is drawn or read. */
export const sources: { readonly [S in DataSource]: Source<ConfigOf<S>> } = {
  digits,
  clusters,
  moons,
  circles,
  spirals,
  line,
  wave,
  friedman1,
  xor,
  table,
  csv,
  idx,
  npz,
  pictures,
};

/** The source that a configuration names. */
export function sourceOf(config: DataConfig): Source<DataConfig> {
  return sources[config.source] as Source<DataConfig>;
}
