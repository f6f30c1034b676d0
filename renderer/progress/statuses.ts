import type { RunStatus } from "../../src/experiment/result";

/** How a status is coloured; its word is always there too. */
export const statusTypes: Record<RunStatus, "primary" | "success" | "warning" | "danger" | "info"> = {
  queued: "info",
  running: "primary",
  paused: "warning",
  done: "success",
  failed: "danger",
  cancelled: "info",
  interrupted: "warning",
};
