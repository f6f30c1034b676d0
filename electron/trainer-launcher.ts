import { utilityProcess } from "electron";
import { lastWordsLength, trainerEnvironment, type TrainerLauncher } from "../src/lab/trainers";

/** Starts trainers as Electron utility processes. @param entry the built dist/trainer.cjs */
export function utilityLauncher(entry: string): TrainerLauncher {
  return () => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: "Dropout Lab trainer",
      env: { ...process.env, ...trainerEnvironment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let lastWords = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-lastWordsLength);
    });
    return {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on("message", listener),
      onExit: (listener) => void child.once("exit", (code) => listener({ code, signal: null, lastWords })),
      // `child.kill()` asks with SIGTERM; a trainer inside a long native call would not hear it.
      kill: () => void (child.pid !== undefined && killNow(child.pid)),
    };
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // ESRCH: it has just ended by itself, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
