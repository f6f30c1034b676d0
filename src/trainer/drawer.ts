import { parentPort } from "node:worker_threads";
import { loadDataset } from "../data/load";
import { splitNames } from "../data/source-kind";
import type { Drawing } from "./data-ahead";

/** The entry of a thread that draws data (dist/drawer.cjs). What it throws ends it, and is told as the thread's error. */
parentPort!.on("message", ({ config, rows }: Drawing) => {
  void loadDataset(config, rows).then((data) => {
    const arrays = splitNames.flatMap((name) => [data[name].inputs, data[name].targets]);
    parentPort!.postMessage(data, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))]);
  });
});
