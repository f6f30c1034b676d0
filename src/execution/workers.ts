import { fork } from "node:child_process";
import { once } from "node:events";
import type { Machines } from "../contract/machines";
import type { ToTrainer } from "./trainer-protocol";

/** How a worker ended. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of its error output: a native library's message before it gave up. */
  readonly stderrTail: string;
}

/**
 * Trains runs and answers questions, wherever it computes. A trainer process of this machine is one kind. Its first
 * message says what it can do: `ready` in trainer-protocol.ts.
 */
export interface Worker {
  send(message: ToTrainer): void;
  /** The listener parses, because messages from elsewhere are `unknown`. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. */
  onExit(listener: (exit: WorkerExit) => void): void;
  /** Ends it at once, without a last message. */
  kill(): void;
}

/**
 * Launches a worker, which may take as long as a connection to another machine. The caller listens as soon as the
 * promise is fulfilled, so nothing that a worker says or does before may be lost. A caller that no longer needs the
 * worker by then kills it.
 */
export type WorkerLauncher = () => Promise<Worker>;

/** Other machines that train the lab's runs. */
export interface Fleet {
  readonly launch: WorkerLauncher;
  machines(): Promise<Machines>;
}

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
export function nodeLauncher(entry: string): WorkerLauncher {
  return async () => {
    const child = fork(entry, [], {
      // Typed arrays keep their type.
      serialization: "advanced",
      // The parent's flags for a debugger or loader are not meant for the child.
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const stderrTail = stderrTailOf(child.stderr!);
    await once(child, "spawn");
    // Later errors are of messages and signals that came too late; the exit follows.
    child.on("error", () => undefined);
    return {
      // If the pipe is closed, the exit event follows.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on("message", listener),
      // "close" comes after "exit", once the error output has been read to its end.
      onExit: (listener) =>
        void child.once("close", (code, signal) => listener({ code, signal, stderrTail: stderrTail() })),
      kill: () => void child.kill("SIGKILL"),
    };
  };
}
