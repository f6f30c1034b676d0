import { join } from "node:path";
import { nodeLauncher } from "../execution/workers";
import { runCommandLine } from "./program";

/** The entry of dist/cli.cjs: the lab in a terminal, on Node. */
const launch = nodeLauncher(join(__dirname, "trainer.cjs"));
const page = join(__dirname, "renderer");
const licences = join(__dirname, "THIRD-PARTY-LICENCES.txt");
void runCommandLine({ name: "lab", launch, page, licences }, process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
