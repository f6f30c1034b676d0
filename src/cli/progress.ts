import type { EpochRecord } from "../experiment/result";
import type { EventOf, RunSummary } from "../contract/contract";
import { epochsBehind } from "../contract/epochs-behind";
import { lossText } from "../report/numbers";
import { rateText, runName, timeText } from "./text";

export type RunProgress = EventOf<"runProgress">;

/** The current data of a running run. */
export interface RunState {
  run: RunSummary;
  progress: RunProgress | null;
  last: EpochRecord | null;
}

/** Shows the runs of one experiment while they train. */
export interface ProgressView {
  /** These runs have changed. */
  show(states: readonly RunState[]): void;
  /** A line that stays. */
  say(line: string): void;
  close(): void;
}

/** Epochs done, including the fraction of the current one. */
export function epochsOf({ run, progress, last }: RunState): number {
  return epochsBehind(run, last?.epoch ?? 0, progress);
}

/** "epoch 12/40, loss 0.3921, 3,200 samples/s, 0:21 left" */
export function stateText({ run, progress, last }: RunState): string {
  if (!progress) return "starting";
  // An earlier attempt's epochs. Its newest epoch is often reported once more after its record.
  const isAgain = run.attempt > 1 && progress.epoch < (last?.epoch ?? 0);
  return [
    `epoch ${progress.epoch}/${run.epochs}${isAgain ? " again" : ""}`,
    ...(last ? [`loss ${lossText(last.validation.eval.loss)}`] : []),
    rateText(progress.samplesPerSecond),
    ...(progress.secondsLeft === null
      ? []
      : [`${timeText(progress.secondsLeft)} left${progress.atMost ? " at most" : ""}`]),
  ].join(", ");
}

/** Milliseconds between two lines about one run, if there is no terminal to draw bars on. */
const lineInterval = 10_000;

/** Plain lines, for files and pipes. */
export function lineView(output: NodeJS.WritableStream): ProgressView {
  const said = new Map<string, number>();
  return {
    show(states) {
      for (const state of states) {
        if (state.run.status !== "running" || !state.progress) continue;
        const before = said.get(state.run.id);
        if (before === undefined) said.set(state.run.id, performance.now());
        else if (performance.now() - before >= lineInterval) {
          said.set(state.run.id, performance.now());
          output.write(`${runName(state.run)}: ${stateText(state)}\n`);
        }
      }
    },
    say: (line) => void output.write(`${line}\n`),
    close: () => undefined,
  };
}
