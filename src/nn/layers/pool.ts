import { z } from "../../messages/zod";
import type { LayerKind } from "./layer-kind";
import { paddings, placesOf, windowFaults, type Window } from "./windows";

/** The settings of a pool. */
export const poolSettings = {
  poolSize: z.int().min(1).max(1024).default(2),
  stride: z.int().min(1).max(1024).default(2),
  padding: z.enum(paddings).default("valid"),
};

export type Pool = Pick<Window, "stride" | "padding"> & { readonly poolSize: number };

/** The window from which a pool takes each of its outputs. */
export function windowOf({ poolSize, stride, padding }: Pool): Window {
  return { size: poolSize, stride, padding };
}

/** What all pools are: one value of each window for each channel. */
export const pool = {
  outputShape: (layer, input) => [...placesOf(input, windowOf(layer)), input.at(-1)!],
  faults: (layer, input) => windowFaults(input, "poolSize", windowOf(layer)),
} satisfies Partial<LayerKind<z.ZodObject, Pool>>;
