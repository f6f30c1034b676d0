import { LabError } from "../messages/failure";
import { memoryFailure } from "./memory-failure";
import type { WorkerExit } from "./workers";

/** The signals that end a process if the system, or an allocator in it, has no memory left. */
const memorySignals = ["SIGKILL", "SIGABRT"];

/** Lines that TensorFlow writes at every start, whatever its log level: they do not explain a crash. */
const chatter = /^(WARNING: All log messages before absl|[IW]\d{4} )/;

/** Why a worker could not be launched. */
export function launchError(error: unknown): LabError {
  if (error instanceof LabError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new LabError("trainerNotStarted", { detail }, { cause: error });
}

/** Why a trainer process ended without a last message. */
export function crashOf({ code, signal, stderrTail }: WorkerExit): LabError {
  const outOfMemory = memoryFailure(stderrTail);
  if (outOfMemory) return outOfMemory;
  const detail = reasonIn(stderrTail);
  if (signal !== null) {
    return new LabError(memorySignals.includes(signal) ? "trainerKilled" : "trainerCrashed", {
      signal,
      detail,
    });
  }
  if (code !== null) return new LabError("trainerExited", { exitCode: code, detail });
  return new LabError("trainerNotStarted", { detail });
}

function reasonIn(stderrTail: string): string {
  const lines = stderrTail.split("\n").filter((line) => line.trim() !== "" && !chatter.test(line));
  // JavaScript prints the error first and then the stack; native libraries print the important line last.
  return lines.find((line) => /^(Uncaught )?\w*Error\b/.test(line)) ?? (lines.slice(-3).join(" ") || "-");
}
