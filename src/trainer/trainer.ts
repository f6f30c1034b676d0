import { cpus } from "node:os";
import { backendToExpect } from "../engine/backend";
import { memoryFailure } from "../execution/memory-failure";
import type { FromTrainer } from "../execution/trainer-protocol";
import { failureOf, LabError } from "../messages/failure";
import { parentPort } from "./parent-port";

/**
 * The entry of a trainer process (dist/trainer.cjs), the same under Node and Electron. It loads what looks at files, or what trains, with the first
 * order for it: without what trains, a preview begins in half the time. TensorFlow comes only to train or to describe the backend.
 */
const port = parentPort();
let orders: Promise<void> = Promise.resolve();
let tasks: Promise<void> = Promise.resolve();

port.onMessage((message) => {
  // One that waits for what it needs is not overtaken.
  orders = orders.then(() => follow(message)).catch((error: unknown) => port.send(failed(error)));
});

port.send({ type: "ready", cores: cpus().length, backend: backendToExpect() });

async function follow(message: unknown): Promise<void> {
  const { type } = message as { type?: unknown };
  const isReading = type === "preview" || type === "check";
  const { taskOf } = isReading ? await import("./reading") : await import("./training");
  const task = taskOf(message, port);
  if (task) tasks = tasks.then(() => task().catch(failed)).then(port.send);
}

/** Every failure is reported; only a crash ends the process without a message. */
function failed(error: unknown): FromTrainer {
  const outOfMemory = error instanceof LabError ? null : memoryFailure(String(error));
  return { type: "failed", failure: failureOf(outOfMemory ?? error) };
}
