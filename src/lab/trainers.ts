import { fork } from "node:child_process";
import type { ToTrainer } from "./trainer-protocol";

/** How a trainer process ended. */
export interface TrainerExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it wrote to its error output: what a native library says before it gives up. */
  readonly lastWords: string;
}

/** A trainer process as the lab sees it, whatever started it. */
export interface TrainerProcess {
  send(message: ToTrainer): void;
  /** The listener parses: what comes from another process is `unknown`. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also where the process could not even be started. */
  onExit(listener: (exit: TrainerExit) => void): void;
  /** Ends it at once, without a last word. */
  kill(): void;
}

export type TrainerLauncher = () => TrainerProcess;

export const lastWordsLength = 2000;

/** Starts trainers as child processes of Node. @param entry the built dist/trainer.cjs */
export function nodeLauncher(entry: string): TrainerLauncher {
  return () => {
    const child = fork(entry, [], {
      // Typed arrays keep their type.
      serialization: "advanced",
      // A debugger's or loader's flags are meant for the parent.
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let lastWords = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      lastWords = (lastWords + text).slice(-lastWordsLength);
    });
    return {
      // The answer to a closed pipe is the exit, which follows.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on("message", listener),
      onExit: (listener) => {
        let told = false;
        const tell = (code: number | null, signal: string | null) => {
          if (!told) listener({ code, signal, lastWords });
          told = true;
        };
        // "close" comes after "exit", when the error output has been read to its end; "error" when nothing started.
        child.on("close", tell);
        child.on("error", (error) => {
          lastWords = error.message;
          if (child.pid === undefined) tell(null, null);
        });
      },
      kill: () => void child.kill("SIGKILL"),
    };
  };
}
