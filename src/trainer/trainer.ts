import { cpus } from "node:os";
import { backendToExpect } from "../engine/backend";
import { memoryFailure } from "../execution/memory-failure";
import type { FromTrainer } from "../execution/trainer-protocol";
import { failureOf, LabError } from "../messages/failure";
import { type ParentPort, parentPort } from "./parent-port";

/**
 * A trainer process, the same under Node and Electron. It loads what looks at files, or what trains, with the first
 * order for it: without what trains, a preview begins in half the time. TensorFlow comes only to train, to prepare for that or to describe the
 * backend.
 */
export function runTrainer(): void {
  const port = parentPort();
  let orders: Promise<void> = Promise.resolve();
  const follow = followerOf(port);
  port.onMessage((message) => {
    // One that waits for what it needs is not overtaken.
    orders = orders.then(() => follow(message)).catch((error: unknown) => port.send(failed(error)));
  });
  port.send({ type: "ready", cores: cpus().length, backend: backendToExpect() });
}

function followerOf(port: ParentPort): (message: unknown) => Promise<void> {
  let tasks: Promise<void> = Promise.resolve();
  return async (message) => {
    const { type } = message as { type?: unknown };
    const isReading = type === "preview" || type === "check";
    const { taskOf } = isReading ? await import("./reading") : await import("./training");
    const task = taskOf(message, port);
    if (task) tasks = tasks.then(() => task().catch(failed)).then(port.send);
  };
}

/** Every failure is reported; only a crash ends the process without a message. */
function failed(error: unknown): FromTrainer {
  const outOfMemory = error instanceof LabError ? null : memoryFailure(String(error));
  return { type: "failed", failure: failureOf(outOfMemory ?? error) };
}
