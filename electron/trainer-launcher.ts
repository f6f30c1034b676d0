import { constants, setPriority } from "node:os";
import { utilityProcess } from "electron";
import { stderrTailOf, type WorkerExit, type WorkerLauncher } from "../src/execution/workers";

/** Starts trainers as Electron utility processes. @param entry the built dist/trainer.cjs */
export function utilityLauncher(entry: string): WorkerLauncher {
  return async () => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: "Dropout Lab trainer",
      stdio: ["ignore", "ignore", "pipe"],
    });
    // If training uses every core, the window comes first: it needs little, but at once.
    child.once("spawn", () =>
      unlessEnded(() => setPriority(child.pid!, constants.priority.PRIORITY_BELOW_NORMAL)),
    );
    const stderrTail = stderrTailOf(child.stderr!);
    return {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on("message", listener),
      onExit: (listener) =>
        void child.once("exit", (code) => listener({ ...endOf(code), stderrTail: stderrTail() })),
      // `child.kill()` sends SIGTERM, which a trainer inside a long native call would not notice.
      kill: () => {
        const kill = () => unlessEnded(() => process.kill(child.pid!, "SIGKILL"));
        if (child.pid === undefined) child.once("spawn", kill);
        else kill();
      },
    };
  };
}

/** Electron passes on `waitpid`'s value: a process that a signal ended has the signal's number as its code. */
function endOf(code: number): Pick<WorkerExit, "code" | "signal"> {
  const signals = Object.entries(constants.signals);
  const signal = signals.find(([, number]) => process.platform !== "win32" && number === code && code > 2);
  return signal ? { code: null, signal: signal[0] } : { code, signal: null };
}

/** A process that has already ended needs no signal. */
function unlessEnded(act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code, info } = error as NodeJS.ErrnoException & { info?: { code: string } };
    if ((info?.code ?? code) !== "ESRCH") throw error;
  }
}
