import { readFileSync } from "node:fs";
import { version } from "../../package.json";
import { sharedFilesAt } from "../artifacts/shared-files-at";
import type { Machine } from "../contract/contract";
import type { OpenFleet, QueueNews } from "../distributed/fleet";
import { Lab, type LabOptions } from "../lab/lab";
import { LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import type { QueueFlags } from "./options";

/**
 * The machines at a queue. Its libraries are loaded only here and by `lab worker`.
 * @param say told what happens there, line by line
 * @throws LabError `queueNoShared`, `queueAddress`, `queueCertificate`, `queueNotReached`
 */
export async function fleetAt(flags: QueueFlags, say: (line: string) => void): Promise<OpenFleet> {
  const { openFleet } = await import("../distributed/fleet");
  return openFleet({ ...meetingPlace(flags), version, tell: (news) => say(newsText(news)) });
}

/**
 * A lab whose runs these machines train.
 * @throws what `new Lab` throws, once the queue is left
 */
export async function labWith(fleet: OpenFleet | null, options: LabOptions): Promise<Lab> {
  try {
    return new Lab({ ...options, ...(fleet && { fleet }) });
  } catch (error) {
    await fleet?.close();
    throw error;
  }
}

/**
 * The shared files are in a folder, or at a `lab serve`, whose token DROPOUT_LAB_WORKER_TOKEN holds: other users of a machine
 * see what a command was given.
 * @throws LabError `queueNoShared`, `queueCertificate`, and as `sharedFilesAt`
 */
export function meetingPlace({ queue, shared, ca: file }: QueueFlags) {
  if (shared === undefined) throw new LabError("queueNoShared");
  const ca = file === undefined ? undefined : certificateIn(file);
  return {
    address: { url: queue ?? "", ca },
    files: sharedFilesAt(shared, process.env.DROPOUT_LAB_WORKER_TOKEN, ca),
  };
}

/** @throws LabError `queueCertificate` */
function certificateIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new LabError("queueCertificate", { file, detail }, { cause: error });
  }
}

function newsText(news: QueueNews): string {
  switch (news.type) {
    case "away":
      return "The queue is away: machines train on, and what they measure comes once it is back.";
    case "back":
      return "The queue is back.";
    case "nobody":
      return "No machine is at the queue: start lab worker on some, with the same --queue and --shared.";
    case "joined":
      return `Machine: ${machineText(news.machine)}`;
    case "gone":
      return `Machine gone: ${news.machine.host}. Others train its runs.`;
    case "trouble":
      return `Machine ${news.machine.host} gives its runs back to others: ${sayInTerminal(news.failure)}`;
    case "otherVersion":
      return `Worker of another version: ${news.machine.host} has lab ${news.machine.version}, this is ${version}. It gets no runs.`;
  }
}

function machineText({ host, cores, jobs, backend }: Machine): string {
  return `${host}, ${jobs} ${jobs === 1 ? "run" : "runs"} at a time, ${cores} cores, ${backend ?? "no backend yet"}`;
}
