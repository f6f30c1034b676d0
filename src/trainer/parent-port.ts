import type { FromTrainer } from "../execution/trainer-protocol";

/** The trainer's line to the lab. */
export interface ParentPort {
  send(message: FromTrainer): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Electron puts this on `process` in a utility process. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
}

/** The channel to the process that started this one: Electron's, or that of Node's `fork`. */
export function parentPort(): ParentPort {
  const port = (process as { parentPort?: UtilityPort }).parentPort;
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on("message", ({ data }) => listener(data)),
    };
  }
  if (!process.send) throw new Error("A trainer is started by the lab, not by itself.");
  // A run is useless once the lab is gone; Electron ends its utility processes itself.
  process.on("disconnect", () => process.exit());
  // A terminal sends Ctrl-C to every process of its group. The lab alone decides what happens.
  process.on("SIGINT", () => undefined);
  return {
    send: (message) => void process.send!(message, undefined, {}, () => undefined),
    onMessage: (listener) => void process.on("message", listener),
  };
}
