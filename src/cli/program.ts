import { cpus } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import { version } from "../../package.json";
import { canBeLogarithmic } from "../experiment/sample";
import { type Axis, mostSampled, seedsUpTo, usualRates } from "../experiment/sweep";
import { askEnvironment } from "../execution/worker-client";
import { diagnosticsText } from "../diagnostics/diagnostics";
import { ErrorLog } from "../diagnostics/error-log";
import { databaseFile, labFolder } from "../store/folders";
import { jsonText } from "../documents/documents";
import { Lab } from "../lab/lab";
import { relativePaths } from "../documents/paths";
import { sayImpersonally } from "../diagnostics/redact";
import { decimalMarks, encodings } from "../fields/table";
import type { EarlyTrainers } from "../execution/early-trainers";
import type { Previews } from "../execution/previews";
import type { WorkerLauncher } from "../execution/workers";
import type { Experiment } from "../experiment/schema";
import { failureOf, LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { languages } from "../messages/language";
import { claimsText } from "./claims";
import { type DataFlags, describeData } from "./data";
import { type CheckedDocument, readDocument, readSweep, sayFaults } from "./document";
import { codeOf, exitCodes, exitCodesHelp } from "./exit-codes";
import { expectVariant } from "./baseline";
import { type ExportFlags, exportFault, exportRuns, toldExperiment } from "./export";
import { type FourFlags, fourInputs, fourText, fourWeights } from "./four";
import { importFiles } from "./import";
import { type InsideFlags, insideText } from "./inside";
import { type EvaluateFlags, evaluatedText, evaluateWeights } from "./evaluate";
import { experimentsText, presetsText } from "./lists";
import {
  axis,
  delimiter,
  type DocumentFlags,
  numbers,
  fourNumbers,
  listed,
  passCount,
  rate,
  positive,
  predictedInput,
  type TrainFlags,
  wholeNumber,
  wholeNumbers,
  withDocumentOptions,
  withBaselineOption,
  withQueueOptions,
  withTrainOptions,
} from "./options";
import { predictFile, type PredictFlags } from "./predict";
import { folderOfOutput, watchOutput, writeToOutput } from "./output";
import { resultText } from "./report";
import { type Look, lookingElsewhere } from "./look";
import { resumeExperiment, runExperiment } from "./run";
import { serve, type ServeFlags } from "./serve";
import { addTokenCommands } from "./serve-tokens";
import { work, type WorkerFlags } from "./worker";
import { trainElement } from "./slurm-element";
import { resumeOnSlurm, type SlurmFlags, slurmFault, sweepOnSlurm, wishOf, withSlurmOptions } from "./slurm";
import { cancelOnSlurm, collect } from "./collect";
import { checkStore, newStore, restoreStore } from "./store";

const idHelp = "an experiment's id (see lab runs), or its first characters";

interface RateFlags {
  readonly rates?: number[];
}

interface SweepFlags extends TrainFlags, DocumentFlags, SlurmFlags {
  readonly rates?: number[];
  readonly sizes?: number[];
  readonly widths?: number[];
  readonly set?: Axis[];
  readonly log?: string[];
  readonly sample?: number;
  readonly sampleSeed: number;
  readonly halving?: number;
  readonly eta: number;
}

export interface CommandLine {
  /** The command as the person typed it. */
  readonly name: string;
  readonly launch: WorkerLauncher;
  /** Trainers that were launched before the command was loaded. */
  readonly early?: EarlyTrainers;
  /** The folder of the built page, and the file with the licences. */
  readonly page: string;
  readonly licences: string;
}

/**
 * The lab in a terminal: runs the command and writes to the standard streams. Help, the version and an unknown
 * command end the process at once.
 * @returns the exit code
 */
export async function runCommandLine(
  commandLine: CommandLine,
  parameters: readonly string[],
): Promise<number> {
  watchOutput();
  try {
    await commands(commandLine).parseAsync(parameters, { from: "user" });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    // A named failure explains itself; any other error is our mistake, and its stack helps to find it.
    const text =
      error instanceof LabError ? sayInTerminal(failureOf(error)) : String((error as Error).stack ?? error);
    process.stderr.write(`${text}\n`);
    errorsNoted().note("terminal", failureOf(error));
    return codeOf(failureOf(error));
  }
}

function commands({ name, launch, early, page, licences }: CommandLine): Command {
  const program = new Command(name)
    .description("Dropout Lab in a terminal: the same lab, and the same store of runs, as the desktop app.")
    .version(version)
    .showHelpAfterError(`(see ${name} --help)`)
    .addHelpText("after", exitCodesHelp)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.faults));

  const run = program.command("run").description("train every variant with every seed and compare them");
  run.option(
    "--rates <list>",
    "drop rates, each a variant, in the place of the document's variants",
    numbers,
  );
  withDocumentOptions(run, "the document's");
  withTrainOptions(run).action(async (nameOrFile: string, flags: TrainFlags & DocumentFlags & RateFlags) => {
    const read = (look: Look) => readDocument(nameOrFile, flags, look);
    process.exitCode = await train(launch, read, flags, (experiment, previews) =>
      runExperiment(experiment, { launch, early, previews, ...flags, queue: flags }),
    );
  });

  const sweep = program
    .command("sweep")
    .description(
      "compare drop rates, with --sizes, --widths and --set also for several data-set sizes, network widths and any other settings",
    )
    .option(
      "--rates <list>",
      "drop rates, one variant each (default: 0 to 0.5 in steps of 0.1; with --set the layers' own)",
      numbers,
    )
    .option("--sizes <list>", "numbers of training samples, such as 100,300,1000", wholeNumbers)
    .option("--widths <list>", "factors on the units of the hidden layers, such as 0.5,1,2", numbers)
    .option(
      "--set <setting=list>",
      "another setting by its place in the document, such as training.l2=0,1e-4; may be repeated",
      axis,
    )
    .option(
      "--sample <n>",
      "so many variants between the least and the greatest of each list, evenly spread, instead of every combination",
      positive,
    )
    .option("--sample-seed <n>", "draws the sample", wholeNumber, 1)
    .option("--log <setting>", "of a sample: draw this --set on a logarithmic scale; may be repeated", listed)
    .option(
      "--halving <epochs>",
      "successive halving: all variants train these epochs, the best of them --eta times as many, and so on",
      positive,
    )
    .option("--eta <n>", "of so many variants one goes on", positive, 3);
  withDocumentOptions(sweep, "1 to 5");
  withSlurmOptions(withTrainOptions(sweep)).action(async (nameOrFile: string, flags: SweepFlags) => {
    const fault = slurmFault(flags);
    if (fault !== null) sweep.error(fault);
    const { rates, set = [], log = [], sample, sampleSeed, sizes, widths, halving, eta, ...others } = flags;
    const { seeds = seedsUpTo(5), ...changes } = others;
    const unknown = log.find((path) => !set.some((each) => each.path === path));
    if (unknown !== undefined) sweep.error(`--log ${unknown}: there is no --set of this setting`);
    const unfit = set.find(({ path, values }) => log.includes(path) && !canBeLogarithmic(values));
    if (unfit !== undefined) sweep.error(`--log ${unfit.path}: a logarithmic scale has only numbers above 0`);
    const wanted = {
      rates: rates ?? (set.length > 0 ? [] : usualRates),
      axes: set.map((each) => ({ ...each, log: log.includes(each.path) })),
      ...(sample !== undefined && { sample: { count: Math.min(sample, mostSampled), seed: sampleSeed } }),
      ...(halving !== undefined && { halving: { first: halving, eta } }),
      ...{ sizes, widths, seeds },
    };
    const read = (look: Look) => readSweep(nameOrFile, changes, wanted, look);
    process.exitCode = await train(launch, read, flags, (experiment, previews) => {
      if (flags.slurm) return sweepOnSlurm(experiment, previews, flags, wishOf(flags, sweep));
      return runExperiment(experiment, { launch, early, previews, ...flags, queue: flags });
    });
  });

  const fresh = program
    .command("new")
    .description(
      "write an experiment document for a table (or of a preset) to standard output, to be changed and run",
    )
    .option("--rates <list>", "drop rates, each a variant", numbers);
  withDocumentOptions(fresh, "1 to 3").action(
    async (nameOrFile: string, flags: DocumentFlags & RateFlags) => {
      const { experiment, faults, warnings, decided = "" } = await readDocument(nameOrFile, flags);
      process.stderr.write(decided + sayFaults("warning", warnings) + sayFaults("problem", faults));
      if (experiment) await writeToOutput(jsonText(relativePaths(experiment, await folderOfOutput())));
      else process.exitCode = exitCodes.faults;
    },
  );

  const evaluating = program
    .command("evaluate")
    .description(
      "measure a network that was trained elsewhere, in eval mode and with eval forgotten, on an experiment's data; train nothing",
    )
    .requiredOption(
      "--weights <file>",
      "its weights: .safetensors (PyTorch), .keras or .weights.h5 (Keras), .onnx; .keras and .onnx bring their network with them",
    )
    .option("--passes <n>", "passes with eval forgotten, for their mean and spread", passCount, 10)
    .option("--json", "as JSON");
  withDocumentOptions(evaluating, "the document's").action(
    async (nameOrFile: string, flags: DocumentFlags & EvaluateFlags & { weights: string }) => {
      const { network, weights, passes, json, ...changes } = flags;
      const { experiment, faults } = await readDocument(nameOrFile, changes);
      if (!experiment) {
        process.stderr.write(sayFaults("problem", faults));
        process.exitCode = exitCodes.faults;
        return;
      }
      const evaluation = { ...experiment.evaluation, forgottenPasses: passes ?? 1 };
      const { found, told } = await evaluateWeights(launch, { ...experiment, evaluation }, weights, network);
      process.stderr.write(told);
      await writeToOutput(json ? jsonText(found) : evaluatedText(weights, passes ?? 1, found));
    },
  );

  const resume = program
    .command("resume")
    .description("train the missing runs of an experiment: those that were interrupted, stopped or failed")
    .argument("<id>", idHelp);
  withSlurmOptions(withTrainOptions(resume)).action(
    async (idStart: string, flags: TrainFlags & SlurmFlags) => {
      const fault = slurmFault(flags);
      if (fault !== null) resume.error(fault);
      process.exitCode = flags.slurm
        ? await resumeOnSlurm(idStart, launch, flags, wishOf(flags, resume))
        : await resumeExperiment(idStart, { launch, early, ...flags, queue: flags });
    },
  );

  program
    .command("check")
    .description("list every problem of an experiment document; train nothing")
    .argument("<file>", "an experiment document, file.json, or a preset")
    .action(async (nameOrFile: string) => {
      const { experiment, faults, warnings } = await readDocument(nameOrFile, {});
      process.stdout.write(sayFaults("problem", faults) + sayFaults("warning", warnings));
      if (experiment) process.stdout.write(`${nameOrFile}: no problems\n`);
      else process.exitCode = exitCodes.faults;
    });

  program
    .command("data")
    .description(
      "show how the lab reads a table: its notation, columns, target, splits and problems; train nothing",
    )
    .argument("<file>", "a table: delimited text, Parquet, JSON lines, Excel (.xlsx), ARFF, Orange")
    .option("--json", "as JSON")
    .option("--csv <file>", "write the table as read: UTF-8, commas, decimal points")
    .option("--target <column>", "the column to predict: a name, or a number from 1")
    .addOption(new Option("--encoding <name>", "not as found, but this one").choices(encodings))
    .option("--delimiter <character>", "not as found, but this one; also tab and spaces", delimiter)
    .addOption(new Option("--decimal <mark>", "not as found, but this one").choices(decimalMarks))
    .option("--header", "a line names the columns, whatever it looks like")
    .option("--no-header", "no line names the columns, whatever it looks like")
    .action(async (file: string, flags: DataFlags) => {
      process.exitCode = await describeData(file, flags);
    });

  const runs = program
    .command("runs")
    .description("list the experiments in the store, or show the result of one")
    .argument("[id]", idHelp);
  withBaselineOption(runs).action(
    async (idStart: string | undefined, { baseline }: { baseline?: string }) => {
      const text = await withLab(launch, async (lab) =>
        idStart === undefined
          ? experimentsText(await lab.listExperiments())
          : resultText(await toldExperiment(lab, idStart, baseline)),
      );
      process.stdout.write(text);
    },
  );

  program
    .command("inside")
    .description("look into the network of a run: its layers, activations and masks in one training step")
    .argument("<run>", `a run's id, or ${idHelp}`)
    .option("--variant <name>", "of an experiment: the run's variant (default: the first that drops units)")
    .option("--seed <n>", "of an experiment: the run's seed (default: the first)", wholeNumber)
    .option(
      "--epoch <n>",
      "the weights after this epoch, of those that are kept (default: the last)",
      wholeNumber,
    )
    .option("--step <n>", "one of the run's training steps, from 1", positive, 1)
    .option("--sample <n>", "a sample of that step's minibatch, from 1", positive, 1)
    .option(
      "--passes <n>",
      "average so many passes with dropout on over the validation split (MC dropout), up to 1000",
      passCount,
    )
    .option("--row <n>", "with --passes: the predictions of one validation sample, from 1", positive)
    .option("--scaling", "the network's pre-activations under each scaling of dropout, in both modes")
    .option(
      "--units",
      "show what the hidden units do: mean activation, share of zeros, weight norms, correlations",
    )
    .option(
      "--surface",
      "predictions over two numeric features, or one of a regression; with --passes their mean and uncertainty",
    )
    .option(
      "--predict <input...>",
      "what the run predicts for a validation sample, by its number from 1, or for values as column=value; others have their mean",
      predictedInput,
    )
    .option("--masks", "show which units the run dropped in that step for that sample")
    .option("--eval", "in eval mode: no unit is dropped")
    .option("--json", "everything, as JSON")
    .action(async (start: string, flags: InsideFlags) => {
      await writeToOutput(await withLab(launch, (lab) => insideText(lab, start, flags)));
    });

  program
    .command("predict")
    .description(
      "predict the rows of a file by a run's weights: as a table, one row for each; the file is prepared as the run's own was",
    )
    .argument("<run>", `a run's id, or ${idHelp}`)
    .argument(
      "<file>",
      "new rows: any table that the lab reads, with the run's columns in any order; or pictures (a folder, a zip, a file), .npz, .npy, IDX",
    )
    .option("--out <file>", "write the predictions there (default: standard output)")
    .option(
      "--passes <n>",
      "mean and standard deviation of so many passes with dropout on, too (MC dropout)",
      passCount,
    )
    .option("--variant <name>", "of an experiment: the run's variant (default: of the best run)")
    .option(
      "--seed <n>",
      "of an experiment: the run's seed (default: of the run with the lowest validation loss)",
      wholeNumber,
    )
    .option(
      "--epoch <n>",
      "the weights after this epoch, of those that are kept (default: the run's own)",
      wholeNumber,
    )
    .option("--json", "as JSON")
    .action(async (start: string, file: string, flags: PredictFlags) => {
      await withLab(launch, (lab) => predictFile(lab, start, file, flags));
    });

  program
    .command("four")
    .description(
      "four inputs, one output: all 16 masks of a linear unit, and the scaling that keeps its mean",
    )
    .argument("[p]", "the probability that an input is dropped", rate, 0.5)
    .option("--inputs <numbers>", "four numbers", fourNumbers, fourInputs)
    .option("--weights <numbers>", "four numbers", fourNumbers, fourWeights)
    .option("--json", "everything, as JSON")
    .action(async (p: number, flags: FourFlags) => {
      await writeToOutput(fourText(p, flags));
    });

  const exporting = program
    .command("export")
    .description(
      "export the runs of experiments to tables, reports and event files, or a run's trained model",
    )
    .argument("<id...>", `${idHelp}; for a model also a run's id`)
    .option("--csv <file>", "one table in long form; - means standard output")
    .option("--json <file>", "runs, epochs and analysis; - means standard output")
    .option("--html <file>", "a report that opens offline; - means standard output")
    .option("--tensorboard <folder>", "event files for TensorBoard")
    .option("--onnx <file>", "a model for ONNX Runtime; with dropout also FILE-passes.onnx, for MC dropout")
    .option("--pytorch <folder>", "programs of PyTorch that train and predict, with the weights and the data")
    .option("--keras <folder>", "the same for Keras 3")
    .option("--saved-model <folder>", "a SavedModel, for tf.saved_model.load and Keras' TFSMLayer")
    .option("--tfjs <folder>", "a graph model for TensorFlow.js")
    .option("--variant <name>", "of an experiment: the model's variant (default: all)")
    .option(
      "--seed <n>",
      "of an experiment: the model's seed (default: the lowest validation loss)",
      wholeNumber,
    )
    .addOption(
      new Option("--language <language>", "language of the report").choices(languages).default("en"),
    );
  withBaselineOption(exporting).action(async (idStarts: string[], flags: ExportFlags, command: Command) => {
    const fault = exportFault(idStarts, flags);
    if (fault !== null) command.error(fault);
    await withLab(launch, (lab) => exportRuns(lab, idStarts, flags));
  });

  program
    .command("import")
    .description("import results from other labs, with the weights beside each")
    .argument("<file...>", "result.json, one or several")
    .action(async (files: string[]) => {
      process.exitCode = await withLab(launch, (lab) => importFiles(lab, files));
    });

  program
    .command("collect")
    .description("bring home what is there of a sweep on Slurm, also before all of it is; may be repeated")
    .argument("[sweep]", "its id or its folder (default: every sweep that was submitted from here)")
    .option(
      "--watch [seconds]",
      "look again after so many seconds (default: 30), until nothing more is coming or Ctrl-C",
      positive,
    )
    .action(async (sweepName: string | undefined, { watch }: { readonly watch?: number | true }) => {
      process.exitCode = await collect(sweepName, watch === true ? 30 : (watch ?? null));
    });

  program
    .command("cancel")
    .description("end a sweep on Slurm, or elements of it: those that train write checkpoints first")
    .argument("<sweep>", "its id or its folder")
    .argument("[elements...]", "only these, as lab collect names them, such as 1-0")
    .action(async (sweepName: string, elements: string[]) => {
      process.exitCode = await cancelOnSlurm(sweepName, elements);
    });

  const store = program
    .command("store")
    .description(
      "check or replace the file that holds every experiment; first close other windows and terminals of the lab",
    );
  store
    .command("check")
    .description("check the whole file for damage, and list its backups")
    .action(() => void process.stdout.write(checkStore(databaseFile())));
  store
    .command("restore")
    .description("replace the file by a backup; the file is kept under another name")
    .argument("[backup]", "a backup that lab store check lists (default: the newest)")
    .action((backup?: string) => void process.stdout.write(restoreStore(databaseFile(), backup)));
  store
    .command("new")
    .description("start a new store; the file is kept under another name")
    .action(() => void process.stdout.write(newStore(databaseFile())));

  program
    .command("presets")
    .description("list the experiments that come with the lab")
    .action(() => void process.stdout.write(presetsText()));

  program
    .command("claims")
    .description("list the claims of the literature that the lab can put to the test: lab run NAME does")
    .action(() => void process.stdout.write(claimsText()));

  program
    .command("doctor")
    .description("show versions, the backend, what is missing and how to get it")
    .option("--json", "as JSON")
    .option("--share", "to share: versions, machine and last errors, without paths and names")
    .action(async ({ json = false, share = false }: { json?: boolean; share?: boolean }) => {
      if (share) {
        process.stdout.write(await diagnostics(launch));
        return;
      }
      // It imports set-up's scripts, so Node compiles it at each start: src/platform/compiled-code.ts.
      const { doctor, sayDoctorReport } = await import("./doctor");
      const report = await doctor({
        version,
        projectFolder: join(__dirname, ".."),
        databaseFile: databaseFile(),
        describeEnvironment: () => askEnvironment(launch),
      });
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${sayDoctorReport(report)}\n`);
    });

  const serving = program
    .command("serve")
    .description(
      "show the lab in a browser: prints an address with a token; only this command lets others in, and only who has the token",
    );
  withQueueOptions(serving, "train on the machines at this queue (lab worker)")
    .option("--port <n>", "0: any that is free", wholeNumber, 0)
    .option("--host <name>", "where to listen; other places than this machine need TLS", "127.0.0.1")
    .option("--cert <file>", "certificate for TLS (PEM)")
    .option("--key <file>", "its key (PEM)")
    .option("--behind-proxy <address>", "of a proxy that does TLS, such as https://lab.example.org")
    .option("--data <folder>", "offer the files of a folder of this machine, to read only")
    .option("--most-upload <gigabytes>", "that browsers may send in all", positive, 20)
    .option("--most-shared <gigabytes>", "that other machines may keep here", positive, 50)
    .option("--jobs <n>", "runs at the same time (default: one for each core)", positive)
    .action(async (flags: ServeFlags) => {
      process.exitCode = await serve({ launch, page, licences }, flags);
    });
  addTokenCommands(serving);

  const worker = program
    .command("worker")
    .description("train runs of the labs at a queue, on this machine, until Ctrl-C");
  withQueueOptions(worker, "where runs come from")
    .option("--jobs <n>", "runs at the same time", positive, cpus().length)
    .action(async (flags: WorkerFlags) => {
      process.exitCode = await work(launch, flags);
    });

  // What the scripts of lab sweep --slurm call.
  program
    .command("slurm-element", { hidden: true })
    .argument("<array>", "counts the arrays of the sweep", positive)
    .argument("<element>", "of this array", wholeNumber)
    .action(async (array: number, element: number) => {
      process.exitCode = await trainElement(launch, array, element);
    });

  return program;
}

/**
 * Reports problems and warnings of a document, and has it trained if there are no problems.
 * @param begin takes the document and those that have been asked about its data
 * @returns the exit code
 * @throws LabError `noSuchVariant`, `noSuchVariantNear` of the baseline
 */
async function train(
  launch: WorkerLauncher,
  read: (look: Look) => Promise<CheckedDocument>,
  flags: TrainFlags,
  begin: (experiment: Experiment, previews: Previews) => Promise<number>,
): Promise<number> {
  const { found, previews } = await lookingElsewhere(launch, read);
  const { experiment, faults, warnings, decided = "" } = found;
  process.stderr.write(decided + sayFaults("warning", warnings) + sayFaults("problem", faults));
  if (!experiment) return exitCodes.faults;
  expectVariant(experiment, flags.baseline);
  return begin(experiment, previews);
}

/** Works even if the store cannot be opened, because people ask others about that too. */
async function diagnostics(launch: WorkerLauncher): Promise<string> {
  try {
    return await withLab(launch, (lab) => lab.diagnostics());
  } catch (error) {
    const say = (reason: unknown) => sayImpersonally(failureOf(reason));
    const environment = await askEnvironment(launch).catch(say);
    return diagnosticsText({ lab: version, environment, store: say(error), errors: errorsNoted().last() });
  }
}

function errorsNoted(): ErrorLog {
  return new ErrorLog(labFolder());
}

async function withLab<T>(launch: WorkerLauncher, work: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = new Lab({ launch, version });
  try {
    return await work(lab);
  } finally {
    lab.close();
  }
}
