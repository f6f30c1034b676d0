import { isActive, type RunStatus } from "../experiment/result";
import type { EventOf } from "./contract";

/**
 * Epochs of a run that are behind it, the present one by its share: of one that has ended before its time as many as it
 * measured, so that no bar is full while something is missing.
 */
export function epochsBehind(
  { status, epochs }: { readonly status: RunStatus; readonly epochs: number },
  measured: number,
  progress: Pick<EventOf<"runProgress">, "epoch" | "samplesDone" | "samples"> | null,
): number {
  if (status === "done") return epochs;
  const begun =
    isActive(status) && progress ? progress.epoch - 1 + progress.samplesDone / progress.samples : 0;
  return Math.min(epochs, Math.max(measured, begun));
}
