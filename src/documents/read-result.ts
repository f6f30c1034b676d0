import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { sizeToRead } from "../data/files";
import type { Result, RunResult } from "../experiment/result";
import { checkResult } from "../experiment/result-check";
import type { Experiment } from "../experiment/schema";
import { failureOf, type Fault, LabError, refusalFor } from "../messages/failure";
import { readJson } from "./documents";
import { expectKind } from "./file-kind";
import { absolutePaths } from "./paths";
import { checkWeights } from "../artifacts/weights-check";

/** A result of another lab, checked as a whole and ready for the store. */
export interface ImportedResult {
  /** Equal for equal content, so that the lab notices a second import. */
  readonly id: string;
  /** Paths of data files absolute. */
  readonly result: Result;
  /** The weights' files by run; null if the run names none or its file is missing. */
  readonly weights: readonly (Uint8Array | null)[];
}

/**
 * The most bytes of all weights together. They stay in memory until the store has them, and the store takes no longer
 * file anyway.
 */
const mostWeightBytes = 1e9;

/**
 * @param file a result.json; its weights are looked for beside it
 * @throws LabError as `readJson` and `expectKind` do, `resultFaults` with the places, `weightsTooLarge`
 */
export async function readResult(file: string): Promise<ImportedResult> {
  await expectKind(file, "result");
  const { result, faults } = checkResult(await readJson(file, "result"));
  if (!result) throw refusal(file, faults);
  const weights: (Uint8Array | null)[] = [];
  const damaged: Fault[] = [];
  let room = mostWeightBytes;
  for (const [index, run] of result.runs.entries()) {
    try {
      const bytes = await readWeights(dirname(file), run, result.experiment, room);
      room -= bytes?.length ?? 0;
      weights.push(bytes);
    } catch (error) {
      if (error instanceof LabError && error.code === "weightsTooLarge") throw error;
      damaged.push({ path: `runs[${index}].weights`, ...failureOf(error) });
    }
  }
  if (damaged.length > 0) throw refusal(file, damaged);
  return {
    id: createHash("sha256").update(JSON.stringify(result)).digest("hex").slice(0, 16),
    result: { ...result, experiment: absolutePaths(result.experiment, resolve(dirname(file))) },
    weights,
  };
}

/** @param room the bytes that they may take */
async function readWeights(
  folder: string,
  run: RunResult,
  experiment: Experiment,
  room: number,
): Promise<Uint8Array | null> {
  if (run.weights === null) return null;
  const path = join(folder, run.weights);
  try {
    if ((await sizeToRead(path)) > room)
      throw new LabError("weightsTooLarge", { limit: mostWeightBytes / 1e6 });
    const bytes = await readFile(path);
    checkWeights(
      bytes,
      experiment,
      experiment.variants.find(({ name }) => name === run.variant)!,
    );
    return bytes;
  } catch (error) {
    if (error instanceof LabError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    // People pass on result.json alone; its measures are complete without the weights.
    if (code === "ENOENT") return null;
    throw new LabError(
      "fileUnreadable",
      { file: run.weights, detail: code ?? String(error) },
      { cause: error },
    );
  }
}

function refusal(file: string, faults: readonly Fault[]): LabError {
  return refusalFor("resultFaults", faults, { file: basename(file) });
}
