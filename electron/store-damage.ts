import { app } from "electron";
import type { WorkerLauncher } from "../src/execution/workers";
import { askForFaults } from "../src/execution/worker-client";
import type { Lab } from "../src/lab/lab";
import { LabError } from "../src/messages/failure";
import { chooseRecovery, type RecoveryDialogs } from "./recovery";

/** Offers a recovery once, when damage of the open store shows: in a write, or in a check of the whole file. */
export class DamageWatch {
  private isOffered = false;

  constructor(
    private readonly lab: Lab,
    private readonly dialogs: RecoveryDialogs,
  ) {
    lab.events.on("storeUnavailable", ({ failure }) => {
      // Waiting does not help against damage.
      if (failure?.code === "databaseDamaged") void this.offer(failure.parameters["detail"] ?? "-");
    });
  }

  /**
   * The window does not wait for it, because a large store takes seconds. If the check itself fails, the window stays
   * open.
   */
  async checkFile(launch: WorkerLauncher): Promise<void> {
    const [fault] = await askForFaults(launch, this.dialogs.file).catch((error: unknown): string[] => {
      process.stderr.write(`The store was not checked: ${String(error)}\n`);
      return [];
    });
    if (fault !== undefined) await this.offer(fault);
  }

  private async offer(detail: string | number): Promise<void> {
    if (this.isOffered) return;
    this.isOffered = true;
    const { lab, dialogs } = this;
    const failure = new LabError("databaseDamaged", { file: dialogs.file, detail });
    const recover = await chooseRecovery(failure, dialogs, "goOn");
    if (!recover) return;
    lab.close();
    recover();
    app.relaunch();
    app.exit();
  }
}
