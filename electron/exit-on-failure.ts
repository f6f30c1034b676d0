import { app } from "electron";

/** Without what was to be done there is nothing to show, so the program ends and says why. */
export function exitOnFailure(work: Promise<void>): void {
  work.catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    app.exit(1);
  });
}
