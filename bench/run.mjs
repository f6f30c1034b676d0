// Runs a TypeScript file of this folder: node bench/run.mjs bench/truth.ts [arguments]
import { runnerImport } from "vite";

const [, , file = "", ...options] = process.argv;
process.argv = [process.execPath, file, ...options];
await runnerImport(file, { configFile: false });
