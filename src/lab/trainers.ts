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

/** Characters: what V8 says of its memory comes before a native stack trace. */
const lastWordsLength = 8000;

/** Listens to a trainer's error output. @returns what gives its end as it is by then */
export function lastWordsOf(errorOutput: NodeJS.ReadableStream): () => string {
  let lastWords = "";
  errorOutput.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsLength);
  });
  return () => lastWords;
}

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
    const lastWords = lastWordsOf(child.stderr!);
    return {
      // The answer to a closed pipe is the exit, which follows.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on("message", listener),
      onExit: (listener) => {
        let told = false;
        const tell = (exit: TrainerExit) => {
          if (!told) listener(exit);
          told = true;
        };
        // "close" comes after "exit", when the error output has been read to its end; "error" when nothing started.
        child.on("close", (code, signal) => tell({ code, signal, lastWords: lastWords() }));
        child.on("error", (error) => {
          if (child.pid === undefined) tell({ code: null, signal: null, lastWords: error.message });
        });
      },
      kill: () => void child.kill("SIGKILL"),
    };
  };
}
