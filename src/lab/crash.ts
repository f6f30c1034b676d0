import { LabError } from "../messages/failure";
import type { TrainerExit } from "./trainers";

/** The signals that a process gets when the system, or an allocator in it, has no memory left. */
const memorySignals = ["SIGKILL", "SIGABRT"];

/** Why a trainer process ended without a last word. */
export function crashOf({ code, signal, lastWords }: TrainerExit): LabError {
  const detail = lastWords.trim().split("\n").slice(-3).join(" ") || "-";
  if (signal !== null) {
    return new LabError(memorySignals.includes(signal) ? "trainerKilled" : "trainerCrashed", {
      signal,
      detail,
    });
  }
  if (code !== null) return new LabError("trainerExited", { exitCode: code, detail });
  return new LabError("trainerNotStarted", { detail });
}
