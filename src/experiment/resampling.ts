import { type DataSource, needsFiles } from "../data/kinds";
import type { Folded, Splits } from "../data/source-kind";

/**
 * Whether each seed has data of its own, the same under every variant. `none`: one draw or split, that of `data.seed`,
 * for all seeds. `draws`: the lab draws the data anew. `splits`: the rows of the files are divided anew. `folds`: repeated
 * k-fold cross-validation of these rows.
 */
export const resamplings = ["none", "draws", "splits", "folds"] as const;
export type Resampling = (typeof resamplings)[number];

/** Those that a source allows. */
export function resamplingsFor(source: DataSource): Resampling[] {
  return needsFiles(source) ? ["none", "splits", "folds"] : ["none", "draws"];
}

/** That of new experiments: what is said of them holds for more than one draw or split. */
export function usualResampling(source: DataSource): Resampling {
  return needsFiles(source) ? "splits" : "draws";
}

/** What is chosen for another source: new data for each seed stay new, as far as that source allows. */
export function resamplingFor(source: DataSource, current: Resampling): Resampling {
  const allowed = resamplingsFor(source);
  return allowed.includes(current) ? current : usualResampling(source);
}

/** k: how often the validation rows fit into all rows that are used. */
export function foldsOf({ train, validation, test }: Splits<number>): number {
  return Math.floor((train + validation + test) / validation);
}

/**
 * The data that a run loads: a pure function of the document's data and of the run's seed (docs/formats.md#data-for-each-seed).
 * Seed 1 has that of `data.seed` itself; seed s that of `data.seed` + n · 0x9e3779b9 (mod 2^32) with n = s - 1. The factor
 * is odd, so no two seeds share their data. Of k folds, n is the whole part of (s - 1) / k, and the remainder is the fold:
 * k seeds in a row divide the rows in one way.
 */
export function resampled<Data extends Splits<number> & { readonly seed: number }>(
  data: Data,
  resample: Resampling,
  seed: number,
): Data & Folded {
  if (resample === "none") return data;
  // Seed 0 comes last.
  const place = (seed - 1) >>> 0;
  if (resample !== "folds") return { ...data, seed: seedAt(data.seed, place) };
  const folds = foldsOf(data);
  return { ...data, seed: seedAt(data.seed, Math.floor(place / folds)), fold: place % folds };
}

function seedAt(seed: number, place: number): number {
  // 2^32 over the golden ratio moves neighbours far apart: what few seeds draw from `data.seed` 1 and from 2 is not the same.
  return (seed + Math.imul(place, 0x9e3779b9)) >>> 0;
}
