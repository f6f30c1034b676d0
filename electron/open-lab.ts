import { app } from "electron";
import packageJson from "../package.json";
import type { WorkerLauncher } from "../src/execution/workers";
import { Lab } from "../src/lab/lab";
import { failureOf } from "../src/messages/failure";
import { keepAwake } from "./keep-awake";
import { openOrRecover, type RecoveryDialogs } from "./recovery";

/** Opens the lab for as long as the program runs; null if its store cannot be used and the person quits. */
export async function openLab(launch: WorkerLauncher, dialogs: RecoveryDialogs): Promise<Lab | null> {
  const lab = await openOrRecover(
    () => new Lab({ launch, version: packageJson.version, keepsTrainers: true, onTraining: keepAwake() }),
    dialogs,
  );
  if (!lab) return null;
  app.on("will-quit", () => lab.close());
  // Only observes: an uncaught error continues to its usual handler.
  process.on("uncaughtExceptionMonitor", (error) => lab.noteFailure("main", failureOf(error)));
  return lab;
}
