import type { RunStatus } from "../../src/experiment/result";

/** The colour of a status; its name is always there too. */
export const statusTypes: Record<RunStatus, "primary" | "success" | "warning" | "danger" | "info"> = {
  queued: "info",
  running: "primary",
  paused: "warning",
  done: "success",
  failed: "danger",
  cancelled: "info",
  interrupted: "warning",
};
