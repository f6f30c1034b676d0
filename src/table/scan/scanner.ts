import { parentPort } from "node:worker_threads";
import { type Asked, works } from "./works";

/** The entry of a thread that scans (dist/scanner.cjs). What it throws ends it, and is told as the thread's error. */
parentPort!.on("message", ({ work, part }: Asked) => {
  const find = works[work] as (asked: Asked["part"]) => Promise<unknown>;
  void find(part).then((found) => parentPort!.postMessage(found));
});
