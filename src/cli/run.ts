import type { Experiment } from "../experiment/schema";
import type { ExperimentSummary } from "../lab/contract";
import { Lab } from "../lab/lab";
import { nodeLauncher } from "../lab/trainers";
import { LabError } from "../messages/failure";
import { barView } from "./bars";
import { exitCodes } from "./exit-codes";
import { lineView, type ProgressView, type RunState } from "./progress";
import { resultText } from "./report";
import { listenForStop } from "./signals";
import { endText, environmentText } from "./text";

export interface RunOptions {
  /** The built trainer. */
  readonly trainer: string;
  readonly version: string;
  readonly jobs: number;
  /** Folder for result.json and the weights; none are written without it. */
  readonly out?: string;
}

/**
 * Trains every run of an experiment and shows how it goes on standard error; the result goes to standard output.
 * Ctrl-C once stops the runs and keeps what they have measured, twice ends everything at once.
 * @returns the exit code
 */
export async function runExperiment(experiment: Experiment, options: RunOptions): Promise<number> {
  const { trainer, version, jobs, out } = options;
  const lab = new Lab({ launch: nodeLauncher(trainer), version, jobs });
  let stop: () => void = () => undefined;
  const signals = listenForStop(
    () => stop(),
    () => lab.close(),
  );
  try {
    const started = await lab.startExperiment({ experiment }).catch(saidFault);
    if (!started) return signals.code ?? exitCodes.faults;
    const slots = Math.min(jobs, started.runs.length);
    const view = process.stderr.isTTY ? barView(process.stderr, slots) : lineView(process.stderr);
    stop = () => {
      view.say("Stopping: what was measured is kept. Ctrl-C again ends at once.");
      void lab.stopRuns({ runIds: started.runs.map(({ id }) => id) });
    };
    if (signals.code !== null) stop();
    await watch(lab, started, view);
    view.close();

    const detail = await lab.getExperiment({ experimentId: started.id });
    process.stdout.write(resultText(detail));
    if (out !== undefined) {
      process.stdout.write(`Written: ${await lab.writeResult(started.id, out)} and weights\n`);
    }
    const allDone = detail.runs.every(({ status }) => status === "done");
    return signals.code ?? (allDone ? exitCodes.done : exitCodes.failed);
  } finally {
    signals.close();
    lab.close();
  }
}

/** What the files hold may not fit the network: nothing was trained then. */
function saidFault(error: unknown): null {
  if (!(error instanceof LabError)) throw error;
  process.stderr.write(`${error.message}\n`);
  return null;
}

/** Shows the runs until the last one has ended. */
function watch(lab: Lab, { id, runs }: ExperimentSummary, view: ProgressView): Promise<void> {
  const states = new Map<string, RunState>(runs.map((run) => [run.id, { run, progress: null, last: null }]));
  const show = () => view.show([...states.values()]);
  let introduced = false;
  const introduce = async () => {
    if (introduced) return;
    introduced = true;
    const { environment } = await lab.getExperiment({ experimentId: id });
    if (environment) view.say(environmentText(environment));
  };
  return new Promise((resolve) => {
    lab.events.on("runProgress", (progress) => {
      // A trainer tells its environment before its first batch.
      void introduce();
      states.get(progress.runId)!.progress = progress;
      show();
    });
    lab.events.on("epochMeasured", ({ runId, record }) => {
      states.get(runId)!.last = record;
      show();
    });
    lab.events.on("runChanged", (run) => {
      const state = states.get(run.id)!;
      state.run = run;
      if (run.ended !== null) view.say(endText(run, state.last));
      show();
      if ([...states.values()].every((each) => each.run.ended !== null)) resolve();
    });
  });
}
