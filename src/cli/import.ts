import { resolve } from "node:path";
import type { Lab } from "../lab/lab";
import { sayInTerminal } from "../messages/failures.terminal";
import { sayStatuses } from "../messages/statuses";
import { codeOf, exitCodes } from "./exit-codes";

/** Imports results and reports on each file. @returns the exit code: the worst of all files */
export async function importFiles(lab: Lab, files: readonly string[]): Promise<number> {
  const paths = files.map((file) => resolve(file));
  let worst: number = exitCodes.done;
  for (const [index, path] of paths.entries()) {
    const { imported, refused } = await lab.importResults([path]);
    for (const { summary, weightsMissing, restored } of imported) {
      const what = restored ? "Restored, for it was deleted here" : "Imported";
      process.stdout.write(`${what}: ${summary.name} (${summary.id}), ${sayStatuses(summary.runs)}\n`);
      if (weightsMissing > 0) {
        process.stdout.write(
          `${weightsMissing} weights files are missing beside it: these runs were imported without weights.\n`,
        );
      }
    }
    for (const { failure } of refused) {
      // Several files may have the same name.
      const where = files.length > 1 ? `${files[index]}: ` : "";
      process.stderr.write(`${where}${sayInTerminal(failure)}\n`);
      worst = Math.max(worst, codeOf(failure));
    }
  }
  return worst;
}
