// Runs a TypeScript file of this folder: node bench/run.mjs bench/truth.ts [arguments]
import { runnerImport } from "vite";

process.argv.splice(1, 1);
await runnerImport(process.argv[1], { configFile: false });
