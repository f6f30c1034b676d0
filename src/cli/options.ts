import { cpus } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { mostPasses } from "../contract/contract";
import { notationFields } from "../fields/table";
import { readNumber, readNumbers, type Reading } from "../experiment/read-number";
import { type Division, divisions } from "../fields/division";
import { type Task, tasks } from "../experiment/schema";
import { type Axis, seedsUpTo } from "../experiment/sweep";
import type { ClaimId } from "../literature/claims";
import { ownTableClaims } from "../literature/own-table";
import { sayFailure } from "../messages/failure";
import { readWish, type WishedInput } from "./inside-predict";

/** Where other machines are met. */
export interface QueueFlags {
  readonly queue?: string;
  readonly shared?: string;
  readonly ca?: string;
}

/** Options of all commands that train, as commander reads them. */
export interface TrainFlags extends QueueFlags {
  readonly jobs: number;
  readonly out?: string;
  readonly baseline?: string;
}

export interface DocumentFlags {
  readonly seeds?: number[];
  readonly epochs?: number;
  readonly images?: string;
  readonly labels?: string;
  readonly target?: string;
  readonly task?: Task;
  readonly claim?: ClaimId;
  readonly division?: Division;
  readonly group?: string | false;
  readonly test?: number;
  /** A file with the network to train in the place of the document's. */
  readonly network?: string;
}

export function withTrainOptions(command: Command): Command {
  return withQueueOptions(withBaselineOption(command), "train on the machines at this queue (lab worker)")
    .option("--out <folder>", "write result.json and the weights (.safetensors) into this folder", folder)
    .option("--jobs <n>", "runs to train in parallel", positive, cpus().length);
}

/** @param what the queue is for */
export function withQueueOptions(command: Command, what: string): Command {
  return command
    .option("--queue <address>", `${what}: redis://user@host:6379, with TLS rediss://`)
    .option(
      "--shared <folder>",
      "with --queue or --slurm: a folder that all machines see, for weights and data; with --queue also the address of a lab serve",
    )
    .option(
      "--ca <file>",
      "with --queue: the certificate authority (PEM) of a private TLS, of Redis and of the lab serve at --shared",
    );
}

export function withBaselineOption(command: Command): Command {
  return command.option(
    "--baseline <variant>",
    "the variant that the others are compared with (default: the first without dropout)",
  );
}

/** @param usualSeeds the seeds if none are given */
export function withDocumentOptions(command: Command, usualSeeds: string): Command {
  return command
    .argument(
      "<experiment>",
      "a preset (see lab presets), a claim of the literature (see lab claims), an experiment document, file.json, a table, data.csv, a folder or zip of images, or arrays, data.npz",
    )
    .option(
      "--seeds <seeds>",
      `5 for seeds 1 to 5, or a list such as 1,3,8 (a single seed: 8,) (default: ${usualSeeds})`,
      seeds,
    )
    .option("--epochs <n>", "number of epochs, instead of the document's", wholeNumber)
    .option("--images <file>", "images of an IDX data set (mnist), gzipped or not")
    .option("--labels <file>", "labels of an IDX data set (mnist), gzipped or not")
    .option(
      "--target <column>",
      "of a table: the column to predict, by name or by number from 1 (default: proposed, see lab data)",
    )
    .addOption(new Option("--task <task>", "of a table (default: what the column holds)").choices(tasks))
    .addOption(
      new Option(
        "--division <way>",
        "how the rows of files are divided into splits (default: stratified for classification, else random)",
      ).choices(divisions),
    )
    .addOption(
      new Option(
        "--claim <claim>",
        "of a table: the claim of the literature that it puts to the test",
      ).choices(ownTableClaims),
    )
    .option(
      "--network <file>",
      "the network of this file instead: code of PyTorch or Keras, a printed model, Keras' JSON, .keras, .onnx, shapes of .safetensors; nothing of it runs",
    )
    .option("--group <column>", "of a table: rows with one value of this column never straddle splits")
    .option("--no-group", "of a table: rows are no groups, even where a column says whose they are")
    .option(
      "--test <n>",
      "test samples, measured once at the end (default: 15% of a file's rows)",
      wholeNumber,
    );
}

function folder(text: string): string {
  if (text === "-") throw new InvalidArgumentError("A result is several files: give a folder.");
  return text;
}

export function delimiter(text: string): string {
  const named = { tab: "\t", "\\t": "\t", space: "spaces" }[text] ?? text;
  const check = notationFields.delimiter.safeParse(named);
  if (check.success) return named;
  throw new InvalidArgumentError("It must be one character, tab or spaces.");
}

/** Values such as a rate of 1.2 are left to the document's check, which explains them better than a parser. */
export function numbers(text: string): number[] {
  return taken(readNumbers(text, { byComma: true }));
}

export function fourNumbers(text: string): number[] {
  const read = text.trim().split(/[,;\s]+/);
  if (read.length === 4) return read.map((each) => taken(readNumber(each)));
  throw new InvalidArgumentError("Give four numbers with commas between them, such as 0.4,0.3,-0.2,0.4.");
}

/** The probability of dropping a unit. */
export function rate(text: string): number {
  const number = taken(readNumber(text));
  if (number >= 0 && number < 1) return number;
  throw new InvalidArgumentError("It must be 0 or more, and less than 1.");
}

export function wholeNumbers(text: string): number[] {
  return taken(readNumbers(text, { whole: true, byComma: true }));
}

export function wholeNumber(text: string): number {
  const number = taken(readNumber(text));
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError(`"${text}" is not a whole number.`);
}

export function positive(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError("It must be 1 or more.");
  return number;
}

export function passCount(text: string): number {
  const number = positive(text);
  if (number > mostPasses) throw new InvalidArgumentError(`It must be ${mostPasses} or less.`);
  return number;
}

/** Called for each of the words that follow the option. */
export function predictedInput(word: string, before?: WishedInput): WishedInput {
  const wish = readWish(word, before);
  if (wish) return wish;
  throw new InvalidArgumentError("Give the number of a validation sample, or values as column=value.");
}

/** "training.l2=0,1e-4": a number, true or false where it reads as one, else a text. */
export function axis(text: string, before: readonly Axis[] = []): Axis[] {
  const [path = "", list = ""] = text.split(/=(.*)/s);
  const values = list.split(",").map((each) => valueOf(each.trim()));
  if (path.trim() === "" || values.includes("")) {
    throw new InvalidArgumentError("Give a setting and its values, such as training.l2=0,1e-4.");
  }
  return [...before, { path: path.trim(), values }];
}

function valueOf(text: string): number | string | boolean {
  if (text === "true" || text === "false") return text === "true";
  const reading = readNumber(text);
  return "refused" in reading ? text : reading.value;
}

/** An option that may be repeated. */
export function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** The most seeds that a document may have. A larger count stops here, so that the check reports it before memory runs out. */
const mostSeeds = 1000;

function seeds(text: string): number[] {
  if (/[,;\s]/.test(text.trim())) return wholeNumbers(text);
  return seedsUpTo(Math.min(positive(text), mostSeeds + 1));
}

function taken<T>(reading: Reading<T>): T {
  if ("refused" in reading) throw new InvalidArgumentError(sayFailure(reading.refused));
  return reading.value;
}
