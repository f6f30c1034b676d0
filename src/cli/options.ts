import { cpus } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import { seedsUpTo } from "../experiment/sweep";

/** What the commands that train have in common, as commander reads it. */
export interface TrainFlags {
  readonly jobs: number;
  readonly out?: string;
}

export interface DocumentFlags {
  readonly seeds?: number[];
  readonly epochs?: number;
  readonly images?: string;
  readonly labels?: string;
}

export function withTrainOptions(command: Command): Command {
  return command
    .option("--out <folder>", "write result.json and the weights (.safetensors) into this folder", folder)
    .option("--jobs <n>", "runs at the same time", positive, cpus().length);
}

/** @param usualSeeds what is trained with where no seeds are given */
export function withDocumentOptions(command: Command, usualSeeds: string): Command {
  return command
    .argument("<experiment>", "a preset (see lab presets) or an experiment document, file.json")
    .option(
      "--seeds <seeds>",
      `5 for seeds 1 to 5, or a list as 1,3,8 (one alone: 8,) (default: ${usualSeeds})`,
      seeds,
    )
    .option("--epochs <n>", "epochs in place of the document's", wholeNumber)
    .option("--images <file>", "images of an IDX data set (mnist), gzipped or not")
    .option("--labels <file>", "labels of an IDX data set (mnist), gzipped or not");
}

function folder(text: string): string {
  if (text === "-") throw new InvalidArgumentError("A result is several files: give a folder.");
  return text;
}

/** What the document's check says better than a parser could (a rate of 1.2) is left to it. */
export function numbers(text: string): number[] {
  return partsOf(text).map((part) => {
    const number = Number(part);
    if (part === "" || !Number.isFinite(number)) throw new InvalidArgumentError(`"${part}" is not a number.`);
    return number;
  });
}

export function wholeNumbers(text: string): number[] {
  return partsOf(text).map(wholeNumber);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`"${text}" is not a whole number.`);
  return Number(text);
}

function positive(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError("It must be 1 or more.");
  return number;
}

/** Most seeds that a document may have: a count beyond it is told by the document's check, not by memory. */
const mostSeeds = 1000;

function seeds(text: string): number[] {
  if (text.includes(",")) return wholeNumbers(text.replace(/,\s*$/, ""));
  return seedsUpTo(Math.min(positive(text), mostSeeds + 1));
}

function partsOf(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}
