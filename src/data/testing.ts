import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { LabError } from "../messages/failure";
import type { Dataset, Split } from "./dataset";
import { type DataConfig, type DataSource, dataSchema } from "./kinds";
import type { RawData, RawSplit } from "./source";
import { mapSplits } from "./source-kind";
import { sourceOf } from "./sources";

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-data-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file into a new folder and returns its path. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** Returns the failure that a promise rejects with, as code and parameters. */
export async function failureOfPromise(
  promise: Promise<unknown>,
): Promise<[string, Record<string, unknown>]> {
  const error: unknown = await promise.then(
    () => expect.unreachable("no failure"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError)) throw error;
  return [error.code, error.parameters];
}

/** The settings of a source that draws its samples. */
export function drawnConfig(source: DataSource, changes: object = {}): DataConfig {
  return dataSchema.parse({ source, train: 200, validation: 100, ...changes });
}

/** What a source gives before it is standardised. */
export function rawData(config: DataConfig): Promise<RawData> {
  return sourceOf(config).load(config);
}

export function rowsOf({ inputs, rows }: Pick<RawSplit, "inputs" | "rows">, features: number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(inputs.slice(row * features, (row + 1) * features)),
  );
}

/** The points of a source in the plane, with their classes. */
export async function pointsOf(source: DataSource, noise: number) {
  const { train } = await rawData(drawnConfig(source, { train: 2000, noise }));
  return rowsOf(train, 2).map(([x, y], row) => ({ x: x!, y: y!, label: train.targets[row]! }));
}

/** The same data, of which nobody may read the inputs. */
export function unread(data: Dataset): Dataset {
  const of = ({ targets, rows, kept }: Split): Split => ({
    get inputs() {
      return expect.fail("a copy of the inputs was asked for");
    },
    ...{ targets, rows },
    ...(kept && { kept }),
  });
  return { ...data, ...mapSplits(data, (split) => (split.rows > 0 ? of(split) : split)) };
}
