import { readlink, stat } from "node:fs/promises";
import { dirname, isAbsolute } from "node:path";
import { detailOf } from "../lab/documents";
import { standardOutput, writeToDescriptor } from "../lab/write-whole";
import { failureOf, LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { exitCodes } from "./exit-codes";

/** Writes data to standard output, to its end before anything else goes on. @throws LabError `documentNotWritten` */
export async function writeToOutput(content: string): Promise<void> {
  try {
    await writeToDescriptor(standardOutput, content);
  } catch (error) {
    throw outputFailure(error);
  }
}

/** The folder of the file that standard output is led into; the current one where it is no file, or nobody can tell. */
export async function folderOfOutput(): Promise<string> {
  try {
    const file = await readlink(`/proc/self/fd/${standardOutput}`);
    return isAbsolute(file) && (await stat(file)).isFile() ? dirname(file) : process.cwd();
  } catch {
    return process.cwd();
  }
}

/**
 * From now on the process ends well where whoever reads its output has read enough (`lab runs | head`), and with a word
 * where the output cannot be written, as on a full disk.
 */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    process.stderr.write(`${sayInTerminal(failureOf(outputFailure(error)))}\n`);
    process.exit(exitCodes.failed);
  });
  // There is nobody left to tell.
  process.stderr.on("error", () => undefined);
}

function outputFailure(error: unknown): LabError {
  return new LabError("documentNotWritten", { file: "standard output", detail: detailOf(error) });
}
