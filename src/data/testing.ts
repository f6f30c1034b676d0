import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { LabError } from "../messages/failure";

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-data-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file in a folder of its own; its path. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** The lab's failure that a promise ends with, as code and parameters. */
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
