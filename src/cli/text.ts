import type { EpochRecord, Environment } from "../experiment/result";
import type { RunSummary } from "../contract/contract";
import type { Halving } from "../experiment/halving";
import { lossText } from "../report/numbers";
import { sayInTerminal } from "../messages/failures.terminal";

export function percentText(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

export function rateText(samplesPerSecond: number): string {
  return `${Math.round(samplesPerSecond).toLocaleString("en")} samples/s`;
}

/** "0:07", "12:30", "3:00:01" */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

export function runName({ variant, seed }: Pick<RunSummary, "variant" | "seed">): string {
  return `${variant}, seed ${seed}`;
}

/**
 * The end of a run in one line.
 * @param halving that of its experiment
 */
export function endText(run: RunSummary, last: EpochRecord | null, halving?: Halving): string {
  const name = `${run.status}: ${runName(run)}`;
  if (run.failure) return `${name}: ${sayInTerminal(run.failure)}`;
  if (!last) return name;
  const { eval: correct, train: forgotten } = last.validation;
  const accuracies =
    correct.accuracy === undefined || forgotten.accuracy === undefined
      ? ""
      : `, accuracy ${percentText(correct.accuracy)} (eval forgotten ${percentText(forgotten.accuracy)})`;
  const isWhole = run.status === "done" && run.epochsDone === run.epochs;
  const epochs = isWhole ? "" : ` after ${run.epochsDone} of ${run.epochs} epochs`;
  const why = isWhole || run.status !== "done" ? "" : halving ? ", halted" : ", stopped early";
  const rank = why && halving ? ` (not among the best 1/${halving.eta})` : "";
  return `${name}${why}${epochs}${rank}: validation loss ${lossText(correct.loss)}${accuracies}`;
}

/** Says that a run failed and is tried once more. */
export function againText(run: RunSummary): string {
  return `again: ${runName(run)}${run.failure ? `: ${sayInTerminal(run.failure)}` : ""}`;
}

/** Says where an interrupted run continues. */
export function continuedText(run: RunSummary, epoch: number): string {
  return `continues: ${runName(run)}, from epoch ${epoch} of ${run.epochs}`;
}

/** The backend and its source; every backend but the native library is called a fallback. */
export function environmentText(environment: Environment): string {
  const { backend, backendSource, engine, kernels, bfloat16, tensorflow, tfjs, runtime, platform } =
    environment;
  const what =
    backend === "tensorflow"
      ? `native TensorFlow ${tensorflow ?? ""} (${backendSource})`
      : `FALLBACK, slower: the ${backend} backend of tfjs (${backendSource})`;
  const own = kernels ? ` with the lab's own operations (${kernels})` : "";
  const products = bfloat16 ? `, training's wide products in bfloat16 (${bfloat16})` : "";
  return `Backend: ${what}; ${engine} engine${own}${products}, tfjs ${tfjs}, ${runtime}, ${platform}`;
}
