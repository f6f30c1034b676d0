import type { LayerField } from "./page-layer";
import { paddings } from "./windows";

/** The fields of a pool. */
export const poolFields: readonly LayerField<"poolSize" | "stride" | "padding">[] = [
  { kind: "number", key: "poolSize", min: 1, max: 1024 },
  { kind: "number", key: "stride", min: 1, max: 1024, named: true },
  { kind: "choice", key: "padding", options: paddings, texts: "paddings" },
];
