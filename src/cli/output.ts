import { detailOf } from "../lab/documents";
import { standardOutput, writeToDescriptor } from "../lab/write-whole";
import { LabError } from "../messages/failure";
import { exitCodes } from "./exit-codes";

/** Writes data to standard output, to its end before anything else goes on. @throws LabError `documentNotWritten` */
export async function writeToOutput(content: string): Promise<void> {
  try {
    await writeToDescriptor(standardOutput, content);
  } catch (error) {
    throw outputFailure(error);
  }
}

/**
 * From now on the process ends well where whoever reads its output has read enough (`lab runs | head`), and with a word
 * where the output cannot be written, as on a full disk.
 */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    process.stderr.write(`${outputFailure(error).message}\n`);
    process.exit(exitCodes.failed);
  });
  // There is nobody left to tell.
  process.stderr.on("error", () => undefined);
}

function outputFailure(error: unknown): LabError {
  return new LabError("documentNotWritten", { file: "standard output", detail: detailOf(error) });
}
