import { cpus } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { version } from "../../package.json";
import { askEnvironment } from "../lab/assistant";
import { databaseFile } from "../lab/folders";
import { Lab } from "../lab/lab";
import { nodeLauncher } from "../lab/trainers";
import { LabError } from "../messages/failure";
import { doctor, sayDoctorReport } from "./doctor";
import { readDocument, sayFaults } from "./document";
import { exitCodes, exitCodesHelp } from "./exit-codes";
import { experimentsText, presetsText } from "./lists";
import { resultText } from "./report";
import { runExperiment } from "./run";

/** The entry of dist/cli.cjs: the lab in a terminal. */
const trainer = join(__dirname, "trainer.cjs");

interface RunFlags {
  readonly seeds?: number[];
  readonly epochs?: number;
  readonly out?: string;
  readonly jobs: number;
  readonly images?: string;
  readonly labels?: string;
}

const program = new Command("lab")
  .description("Dropout Lab in a terminal: the same lab, and the same store of runs, as the desktop app.")
  .version(version)
  .showHelpAfterError("(lab --help says what there is)")
  .addHelpText("after", exitCodesHelp)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.faults));

program
  .command("run")
  .description("train every variant with every seed and compare them")
  .argument("<experiment>", "a preset (see lab presets) or an experiment document, file.json")
  .option("--seeds <list>", "seeds in place of the document's, as 1,2,3", wholeNumbers)
  .option("--epochs <n>", "epochs in place of the document's", wholeNumber)
  .option("--out <folder>", "write result.json and the weights (.safetensors) into this folder")
  .option("--jobs <n>", "runs at the same time", positive, cpus().length)
  .option("--images <file>", "images of an IDX data set (mnist), gzipped or not")
  .option("--labels <file>", "labels of an IDX data set (mnist), gzipped or not")
  .action(async (nameOrFile: string, { out, jobs, ...changes }: RunFlags) => {
    const { experiment, faults, warnings } = await readDocument(nameOrFile, changes);
    process.stderr.write(sayFaults("warning", warnings) + sayFaults("fault", faults));
    process.exitCode = experiment
      ? await runExperiment(experiment, { trainer, version, jobs, ...(out !== undefined && { out }) })
      : exitCodes.faults;
  });

program
  .command("check")
  .description("find every fault of an experiment document, and train nothing")
  .argument("<file>", "an experiment document, file.json, or a preset")
  .action(async (nameOrFile: string) => {
    const { experiment, faults, warnings } = await readDocument(nameOrFile, {});
    process.stdout.write(sayFaults("fault", faults) + sayFaults("warning", warnings));
    if (experiment) process.stdout.write(`${nameOrFile}: no faults\n`);
    else process.exitCode = exitCodes.faults;
  });

program
  .command("runs")
  .description("list the experiments in the store, or show the result of one")
  .argument("[id]", "an experiment's id from the list")
  .action(async (experimentId: string | undefined) => {
    const lab = new Lab({ launch: nodeLauncher(trainer), version });
    try {
      process.stdout.write(
        experimentId === undefined
          ? experimentsText(await lab.listExperiments())
          : resultText(await lab.getExperiment({ experimentId })),
      );
    } finally {
      lab.close();
    }
  });

program
  .command("presets")
  .description("list the experiments that come with the lab")
  .action(() => void process.stdout.write(presetsText()));

program
  .command("doctor")
  .description("say what is here, what computes, what is missing and how to get it")
  .option("--json", "as JSON")
  .action(async ({ json = false }: { json?: boolean }) => {
    const report = await doctor({
      version,
      projectFolder: join(__dirname, ".."),
      databaseFile: databaseFile(),
      describeEnvironment: () => askEnvironment(nodeLauncher(trainer)),
    });
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${sayDoctorReport(report)}\n`);
  });

// `lab runs | head` closes the pipe before all is written, which is no fault of anybody.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(exitCodes.done);
});

program.parseAsync().catch((error: unknown) => {
  // A named failure says all there is to say; anything else is a mistake of ours, and its stack helps to find it.
  const text = error instanceof LabError ? error.message : String((error as Error).stack ?? error);
  process.stderr.write(`${text}\n`);
  const isFault = error instanceof LabError && error.code === "documentNotRead";
  process.exitCode = isFault ? exitCodes.faults : exitCodes.failed;
});

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is not a whole number.");
  return Number(text);
}

function positive(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError("It must be 1 or more.");
  return number;
}

function wholeNumbers(text: string): number[] {
  return text.split(",").map((part) => wholeNumber(part.trim()));
}
