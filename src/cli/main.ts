import { join } from "node:path";
import { nodeLauncher } from "../execution/workers";
import { runCommandLine } from "./program";

/** The entry of dist/cli.cjs: the lab in a terminal, on Node. */
const launch = nodeLauncher(join(__dirname, "trainer.cjs"));
void runCommandLine({ name: "lab", launch }, process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
