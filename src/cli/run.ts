import { version } from "../../package.json";
import { isMissing } from "../experiment/missing";
import type { Experiment } from "../experiment/schema";
import type { ExperimentDetail, ExperimentSummary, RunSummary } from "../contract/contract";
import type { Lab } from "../lab/lab";
import { prepareFolder } from "../documents/write-result";
import type { EarlyTrainers } from "../execution/early-trainers";
import type { Previews } from "../execution/previews";
import type { WorkerLauncher } from "../execution/workers";
import { errorOf, failureOf, LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { barView } from "./bars";
import { expectVariant } from "./baseline";
import { exitCodes } from "./exit-codes";
import { fleetAt, labWith } from "./fleet";
import type { QueueFlags } from "./options";
import { lineView, type ProgressView, type RunState } from "./progress";
import { resultText } from "./report";
import { listenForStop } from "./signals";
import { againText, continuedText, endText, environmentText, runName } from "./text";
import { wholeId } from "./whole-id";

export interface RunOptions {
  readonly launch: WorkerLauncher;
  readonly early?: EarlyTrainers | undefined;
  /** Those that have been asked about the experiment's data. */
  readonly previews?: Previews;
  readonly jobs: number;
  /** Of other machines, in the place of this one's trainers. */
  readonly queue?: QueueFlags | undefined;
  /** Folder for result.json and the weights; none are written without it. */
  readonly out?: string;
  /** The variant that the others are compared with. */
  readonly baseline?: string;
}

/**
 * Trains every run of an experiment. Progress goes to standard error, the result to standard output.
 * Ctrl-C once stops the runs and keeps what they have measured, twice ends everything at once.
 * @returns the exit code
 */
export function runExperiment(experiment: Experiment, options: RunOptions): Promise<number> {
  return follow(options, (lab) => lab.startExperiment({ experiment }).catch(saidFault));
}

/**
 * Like `runExperiment`, for the runs of a stored experiment that are not done.
 * @param idStart the first characters of its id, or all
 * @throws LabError `noSuchExperiment`, `idNotUnique`; `noSuchVariant`, `noSuchVariantNear` of the baseline;
 * `runOfAnotherProcess` while another process trains it
 */
export function resumeExperiment(idStart: string, options: RunOptions): Promise<number> {
  return follow(options, async (lab) => {
    const experimentId = await wholeId(lab, idStart);
    expectVariant((await lab.getExperiment({ experimentId })).experiment, options.baseline);
    return lab.resumeExperiment({ experimentId });
  });
}

async function follow(
  { launch, early, previews, jobs, out, baseline, queue }: RunOptions,
  begin: (lab: Lab) => Promise<ExperimentSummary | null>,
): Promise<number> {
  if (out !== undefined) await prepareFolder(out);
  let say = (line: string): void => void process.stderr.write(`${line}\n`);
  const fleet = queue?.queue === undefined ? null : await fleetAt(queue, (line) => say(line));
  // How many runs others train at once is theirs to say.
  const lab = await labWith(fleet, {
    launch,
    ...(early && { launchTrainer: early.launch }),
    version,
    ...(!fleet && { jobs }),
    ...(previews && { previews }),
  });
  let stop: () => void = () => undefined;
  const signals = listenForStop(
    () => stop(),
    () => lab.close(),
  );
  try {
    const begun = await begin(lab);
    if (!begun) return signals.code ?? exitCodes.faults;
    const { id } = begun;
    const toCome = begun.runs.filter(({ ended }) => ended === null);
    const slots = Math.min(jobs, toCome.length);
    early?.limitTo(slots);
    const view = process.stderr.isTTY ? barView(process.stderr, slots) : lineView(process.stderr);
    say = (line) => view.say(line);
    view.say(beginText(begun, toCome.length));
    stop = () => {
      view.say(
        `Stopping: measured epochs are kept; continue with lab resume ${id}. Press Ctrl-C again to quit at once.`,
      );
      void lab.stopRuns({ runIds: toCome.map((run) => run.id) });
    };
    if (signals.code !== null) stop();
    await watch(lab, await lab.getExperiment({ experimentId: id }), view);
    view.close();

    const detail = await lab.getExperiment({ experimentId: id });
    process.stdout.write(resultText({ ...detail, baseline }));
    if (out !== undefined) {
      const file = await lab.writeResult(id, out, { baseline });
      process.stdout.write(`Written: ${file}, analysis.json and weights\n`);
    }
    if (detail.runs.every(({ status }) => status === "done")) return signals.code ?? exitCodes.done;
    process.stderr.write(missingText(detail));
    return signals.code ?? exitCodes.failed;
  } finally {
    signals.close();
    lab.close();
    await fleet?.close();
  }
}

function beginText({ id, name, runs }: ExperimentSummary, toCome: number): string {
  const lost = failedForGood(runs);
  if (toCome === 0 && lost > 0) return `${name} (${id}): nothing to train. ${forGoodText(runs)}`;
  if (toCome === 0) return `${name} (${id}): all ${runs.length} runs are done.`;
  const known = runs.length - toCome;
  const ended = lost === 0 ? "are done" : "have ended";
  const what = known === 0 ? `${toCome} runs` : `${toCome} of ${runs.length} runs, ${known} ${ended}`;
  return `${name} (${id}): ${what}. If they are interrupted, lab resume ${id} continues them.`;
}

function missingText({ id, runs }: ExperimentDetail): string {
  const missing = runs.filter(isMissing).length;
  const lost = failedForGood(runs) > 0 ? [forGoodText(runs)] : [];
  const toTrain =
    missing > 0 ? [`Missing: ${missing} of ${runs.length} runs; lab resume ${id} trains them.`] : [];
  return [...toTrain, ...lost].map((line) => `${line}\n`).join("");
}

function forGoodText(runs: readonly RunSummary[]): string {
  return `Failed: ${failedForGood(runs)} of ${runs.length} runs, and would fail again, so lab resume leaves them out.`;
}

function failedForGood(runs: readonly RunSummary[]): number {
  return runs.filter((run) => run.status === "failed" && !isMissing(run)).length;
}

/** The files' content may not fit the network; then nothing was trained. */
function saidFault(error: unknown): null {
  if (!(error instanceof LabError)) throw error;
  process.stderr.write(`${sayInTerminal(failureOf(error))}\n`);
  return null;
}

/** Shows the runs until the last one has ended. */
function watch(lab: Lab, { id, experiment, runs }: ExperimentDetail, view: ProgressView): Promise<void> {
  const states = new Map<string, RunState>(
    runs.map(({ records, ...run }) => [run.id, { run, progress: null, last: records.at(-1) ?? null }]),
  );
  const all = [...states.values()];
  const going = new Set(all.filter(({ run }) => run.ended === null).map(({ run }) => run.id));
  const show = () => view.show(all);
  let introduced = false;
  const introduce = async () => {
    if (introduced) return;
    introduced = true;
    const { environment } = await lab.getExperiment({ experimentId: id });
    if (environment) view.say(environmentText(environment));
  };
  let held = false;
  return new Promise((resolve, reject) => {
    lab.events.on("storeUnavailable", ({ failure }) => {
      // Waiting does not help against damage.
      if (failure?.code === "databaseDamaged") return reject(errorOf(failure));
      if (failure && !held) view.say(`on hold: ${sayInTerminal(failure)} Training then continues by itself.`);
      else if (!failure && held) view.say("The store can be written to again: training continues.");
      held = failure !== null;
    });
    const look = () => {
      show();
      if (going.size === 0) resolve();
    };
    lab.events.on("runProgress", (progress) => {
      // A trainer sends its environment before its first batch.
      void introduce();
      states.get(progress.runId)!.progress = progress;
      show();
    });
    lab.events.on("epochMeasured", ({ runId, record }) => {
      states.get(runId)!.last = record;
      show();
    });
    lab.events.on("runContinued", ({ runId, epoch }) => {
      view.say(continuedText(states.get(runId)!.run, epoch));
    });
    lab.events.on("runNoticed", ({ runId, failure }) => {
      view.say(`${runName(states.get(runId)!.run)}: ${sayInTerminal(failure)}`);
    });
    lab.events.on("runChanged", (run) => {
      const state = states.get(run.id)!;
      const again = run.attempt > state.run.attempt;
      state.run = run;
      if (run.ended !== null) going.delete(run.id);
      if (run.ended !== null) view.say(endText(run, state.last, experiment.evaluation.halving));
      else if (again) view.say(againText(run));
      look();
    });
    lab.events.on("runsChanged", ({ runIds, status, ended }) => {
      for (const id of runIds) {
        const state = states.get(id)!;
        state.run = { ...state.run, status, ended };
        if (ended !== null) going.delete(id);
      }
      if (ended !== null) view.say(`${status}: ${runIds.length} runs`);
      look();
    });
    look();
  });
}
