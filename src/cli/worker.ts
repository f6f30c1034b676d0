import { version } from "../../package.json";
import type { QueueWorker, WorkerNews } from "../distributed/queue-worker";
import type { WorkerLauncher } from "../execution/workers";
import { LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { labFolder } from "../store/folders";
import { exitCodes } from "./exit-codes";
import { meetingPlace } from "./fleet";
import type { QueueFlags } from "./options";
import { listenForStop } from "./signals";

export interface WorkerFlags extends QueueFlags {
  readonly jobs: number;
}

/**
 * Trains runs of the labs at a queue until Ctrl-C. The first one lets the runs that train end, the second hands them to others.
 * @returns the exit code
 * @throws LabError `queueNoShared`, `queueAddress`, `queueCertificate`, `queueNotReached`
 */
export async function work(launch: WorkerLauncher, flags: WorkerFlags): Promise<number> {
  if (flags.queue === undefined) throw new LabError("queueAddress");
  const { openQueueWorker } = await import("../distributed/queue-worker");
  const { jobs } = flags;
  const folder = labFolder();
  let worker: QueueWorker | null = null;
  return new Promise((resolve, reject) => {
    const signals = listenForStop(
      () => {
        say("Ending: the runs that train end first. Press Ctrl-C again to hand them to others at once.");
        if (!worker) return resolve(signals.code!);
        void worker.finish().then(() => resolve(signals.code!));
      },
      () => worker?.kill(),
    );
    openQueueWorker({
      ...meetingPlace(flags),
      ...{ launch, version, jobs, folder },
      tell: (news) => say(newsText(news)),
    }).then(
      (open) => {
        worker = open;
        say(
          `At the queue with lab ${version}, ${jobs} ${jobs === 1 ? "run" : "runs"} at a time, until Ctrl-C.`,
        );
        if (signals.code !== null) void open.finish().then(() => resolve(signals.code ?? exitCodes.done));
      },
      (error: unknown) => {
        signals.close();
        reject(error);
      },
    );
  });
}

function say(line: string): void {
  process.stdout.write(`${new Date().toTimeString().slice(0, 8)} ${line}\n`);
}

function newsText(news: WorkerNews): string {
  switch (news.type) {
    case "away":
      return "The queue is away: what trains trains on.";
    case "back":
      return "The queue is back.";
    case "begins": {
      const { experiment, variant, seed } = news.job;
      const again = news.again ? ", whose former worker was lost" : "";
      return `begins: ${experiment.name}, ${variant.name}, seed ${seed}${again}`;
    }
    case "ends": {
      const { experiment, variant, seed } = news.job;
      const end = news.end === "lost" ? "given up, as it is no longer this worker's" : news.end;
      return `${end}: ${experiment.name}, ${variant.name}, seed ${seed}`;
    }
    case "late":
      return `left alone: run ${news.runId} has ended, or was begun anew`;
    case "refused":
      return `refused: run ${news.runId}: ${sayInTerminal(news.failure)}`;
    case "waits":
      return `given back to others: ${sayInTerminal(news.failure)}`;
    case "otherVersion":
      return `Worker of another version: runs of lab ${news.version} wait here, and this is ${version}. They are left to others.`;
  }
}
