import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { LabError } from "../messages/failure";

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
