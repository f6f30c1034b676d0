import { fork } from "node:child_process";
import type { ToTrainer } from "./trainer-protocol";

/** How a trainer process ended. */
export interface TrainerExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of its error output: a native library's message before it gave up. */
  readonly stderrTail: string;
}

/** A trainer process as the lab sees it, whatever started it. */
export interface TrainerProcess {
  send(message: ToTrainer): void;
  /** The listener parses, because messages from another process are `unknown`. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, even if the process could not start. */
  onExit(listener: (exit: TrainerExit) => void): void;
  /** Ends it at once, without a last message. */
  kill(): void;
}

export type TrainerLauncher = () => TrainerProcess;

/** Characters to keep: V8's message about memory comes before a native stack trace. */
const stderrTailLength = 8000;

/** Listens to a trainer's error output. @returns a function that returns its last characters */
export function stderrTailOf(errorOutput: NodeJS.ReadableStream): () => string {
  let stderrTail = "";
  errorOutput.setEncoding("utf8").on("data", (text: string) => {
    stderrTail = (stderrTail + text).slice(-stderrTailLength);
  });
  return () => stderrTail;
}

/** Starts trainers as child processes of Node. @param entry the built dist/trainer.cjs */
export function nodeLauncher(entry: string): TrainerLauncher {
  return () => {
    const child = fork(entry, [], {
      // Typed arrays keep their type.
      serialization: "advanced",
      // The parent's flags for a debugger or loader are not meant for the child.
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const stderrTail = stderrTailOf(child.stderr!);
    return {
      // If the pipe is closed, the exit event follows.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on("message", listener),
      onExit: (listener) => {
        let told = false;
        const tell = (exit: TrainerExit) => {
          if (!told) listener(exit);
          told = true;
        };
        // "close" comes after "exit", once the error output has been read to its end; "error" comes if nothing
        // started.
        child.on("close", (code, signal) => tell({ code, signal, stderrTail: stderrTail() }));
        child.on("error", (error) => {
          if (child.pid === undefined) tell({ code: null, signal: null, stderrTail: error.message });
        });
      },
      kill: () => void child.kill("SIGKILL"),
    };
  };
}
