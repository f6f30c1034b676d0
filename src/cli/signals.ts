import { exitCodes } from "./exit-codes";

export interface StopSignals {
  /** The exit code for the first signal; null before it. */
  readonly code: number | null;
  close(): void;
}

/** Calls `stop` at the first Ctrl-C or SIGTERM, and `end` at the second, which ends the process. */
export function listenForStop(stop: () => void, end: () => void): StopSignals {
  let code: number | null = null;
  const hear = (signal: NodeJS.Signals) => {
    if (code !== null) {
      end();
      process.exit(code);
    }
    code = signal === "SIGINT" ? exitCodes.interrupted : exitCodes.terminated;
    stop();
  };
  process.on("SIGINT", hear).on("SIGTERM", hear);
  return {
    get code() {
      return code;
    },
    close: () => void process.off("SIGINT", hear).off("SIGTERM", hear),
  };
}
