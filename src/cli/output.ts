import { readlink, stat } from "node:fs/promises";
import { dirname, isAbsolute } from "node:path";
import { detailOf } from "../documents/documents";
import { standardOutput, writeToDescriptor } from "../artifacts/write-whole";
import { failureOf, LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { exitCodes } from "./exit-codes";

/** Writes data to standard output and waits for the end. @throws LabError `documentNotWritten` */
export async function writeToOutput(content: string): Promise<void> {
  try {
    await writeToDescriptor(standardOutput, content);
  } catch (error) {
    throw outputFailure(error);
  }
}

/** The folder of the file to which standard output is redirected; the current folder if it is no file or unknown. */
export async function folderOfOutput(): Promise<string> {
  try {
    const file = await readlink(`/proc/self/fd/${standardOutput}`);
    return isAbsolute(file) && (await stat(file)).isFile() ? dirname(file) : process.cwd();
  } catch {
    return process.cwd();
  }
}

/**
 * After this call, the process ends without an error if the reader has read enough (`lab runs |
 * head`), and with a message if the output cannot be written, for example on a full disk.
 */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    process.stderr.write(`${sayInTerminal(failureOf(outputFailure(error)))}\n`);
    process.exit(exitCodes.failed);
  });
  // No reader is left.
  process.stderr.on("error", () => undefined);
}

function outputFailure(error: unknown): LabError {
  return new LabError("documentNotWritten", { file: "standard output", detail: detailOf(error) });
}
