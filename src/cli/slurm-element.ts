import { version } from "../../package.json";
import type { WorkerLauncher } from "../execution/workers";
import { failureOf } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { requeue } from "../slurm/commands";
import { Element, type ElementEnd } from "../slurm/element";
import { exitCodes } from "./exit-codes";

/** What Slurm tells a job about itself (`man sbatch`, output environment variables). */
interface SlurmVariables {
  readonly SLURM_JOB_ID?: string;
  readonly SLURM_RESTART_COUNT?: string;
  readonly SLURM_CPUS_PER_TASK?: string;
}

/**
 * Trains an element of the sweep whose folder is the current one. USR2, which comes a minute before the time limit, ends it with checkpoints and puts it back
 * into the queue; SIGTERM ends it with checkpoints.
 * @returns the exit code
 */
export async function trainElement(launch: WorkerLauncher, array: number, element: number): Promise<number> {
  const variables: SlurmVariables = process.env;
  const {
    SLURM_JOB_ID: job = "0",
    SLURM_RESTART_COUNT: attempt = "0",
    SLURM_CPUS_PER_TASK: cores = "1",
  } = variables;
  const numbers = { attempt: Number(attempt), jobs: Number(cores) };
  const about = { folder: process.cwd(), array, element, job, version, launch, say };
  let told: NodeJS.Signals | null = null;
  let work: Element | null = null;
  const hear = (signal: NodeJS.Signals) => {
    told ??= signal;
    work?.handOver();
  };
  // Before anything is read, because this may take a while.
  process.on("SIGUSR2", hear).on("SIGTERM", hear);
  say(`Dropout Lab ${version}, attempt ${numbers.attempt + 1} (job ${job})`);
  work = new Element({ ...about, ...numbers });
  const training = work.train();
  if (told !== null) work.handOver();
  const end = await training;
  if (end.type === "over") return end.failed > 0 ? exitCodes.failed : exitCodes.done;
  return told === "SIGTERM" ? exitCodes.terminated : await queueAgain(job, end);
}

async function queueAgain(
  job: string,
  { progressed }: Extract<ElementEnd, { type: "handedOver" }>,
): Promise<number> {
  if (!progressed) {
    say(
      "It got no further within its time limit, so it is not queued again: submit what is missing with more --time.",
    );
    return exitCodes.failed;
  }
  say("The time limit is near: back into the queue.");
  try {
    // This ends this process.
    await requeue(job);
    return exitCodes.done;
  } catch (error) {
    say(`${sayInTerminal(failureOf(error))} Submit what is missing with lab resume ID --slurm.`);
    return exitCodes.failed;
  }
}

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}
