import { join } from "node:path";
import { EarlyTrainers } from "../execution/early-trainers";
import { nodeLauncher } from "../execution/workers";
import { useCompiledCode } from "../platform/compiled-code";
import { trainersFor } from "./early";

/**
 * The entry of dist/cli.cjs: the lab in a terminal, on Node. Trainers start before the commands are loaded, so that both load at
 * the same time.
 */
const launch = nodeLauncher(join(__dirname, "trainer.cjs"));
const parameters = process.argv.slice(2);
const early = new EarlyTrainers(launch, trainersFor(parameters));
void runCommand().then((code) => {
  process.exitCode = code;
  early.close();
});

async function runCommand(): Promise<number> {
  await early.told();
  useCompiledCode(__dirname);
  const { runCommandLine } = await import("./program");
  const places = {
    page: join(__dirname, "renderer"),
    licences: join(__dirname, "THIRD-PARTY-LICENCES.txt"),
  };
  return runCommandLine({ name: "lab", launch, early, ...places }, parameters);
}
