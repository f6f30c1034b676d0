import { type DraftData, draftDataOf } from "../../src/experiment/draft";
import type { DataSource } from "../../src/experiment/schema";

/** A number of a source's settings, by its place in `data`. */
export interface NumberSetting {
  readonly key: "features" | "informative" | "classes" | "separation" | "labelNoise" | "noise";
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const noise: NumberSetting = { key: "noise", min: 0, max: 10, step: 0.05 };

/** A source's own settings, in the order in which they are shown. */
export const settingsOf: Record<DataSource, readonly NumberSetting[]> = {
  digits: [],
  clusters: [
    { key: "features", min: 1, max: 10_000, step: 10 },
    { key: "informative", min: 1, max: 10_000, step: 1 },
    { key: "classes", min: 2, max: 100, step: 1 },
    { key: "separation", min: 0, max: 100, step: 0.1 },
    { key: "labelNoise", min: 0, max: 1, step: 0.05 },
  ],
  moons: [noise],
  circles: [noise],
  spirals: [noise],
  xor: [noise],
  csv: [],
  idx: [],
};

export const sources = Object.keys(settingsOf) as DataSource[];

/**
 * A source with its default settings, and with the counts and seed of the previous source. Files must still be
 * chosen.
 */
export function freshData(source: DataSource, { train, validation, seed }: DraftData): DraftData {
  return draftDataOf({ source, train, validation, seed });
}

/** Four samples in five for training, as many as the files have. */
export function splitOf(rows: number): { train: number; validation: number } {
  const validation = Math.max(1, Math.round(rows / 5));
  return { train: Math.max(1, rows - validation), validation };
}

/** The names of a table's columns as targets; their numbers if they have no names. */
export function targetsOf(columns: readonly string[], header: boolean): (string | number)[] {
  return columns.map((name, column) => (header ? name : column));
}
