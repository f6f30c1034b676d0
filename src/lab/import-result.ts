import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Fault, sayFault } from "../experiment/check";
import type { Result, RunResult } from "../experiment/result";
import { checkResult } from "../experiment/result-check";
import type { Experiment } from "../experiment/schema";
import { failureOf, LabError } from "../messages/failure";
import { readJson } from "./documents";
import { absolutePaths } from "./paths";
import { checkWeights } from "./weights-check";

/** A result that was made elsewhere, checked as a whole and ready for the store. */
export interface ImportedResult {
  /** The same for the same content, so that a second import of it is seen. */
  readonly id: string;
  /** Paths of data files absolute. */
  readonly result: Result;
  /** The weights' files by run; null where the run names none, or where its file was not sent along. */
  readonly weights: readonly (Uint8Array | null)[];
}

/** More faults than a person reads at once. */
const toldFaults = 20;

/**
 * @param file a result.json; the weights that it names are looked for beside it
 * @throws LabError `documentNotRead`, `resultFaults` with the places
 */
export async function readResult(file: string): Promise<ImportedResult> {
  const { result, faults } = checkResult(await readJson(file));
  if (!result) throw refusal(file, faults);
  const weights: (Uint8Array | null)[] = [];
  const damaged: Fault[] = [];
  for (const [place, run] of result.runs.entries()) {
    try {
      weights.push(await readWeights(dirname(file), run, result.experiment));
    } catch (error) {
      damaged.push({ path: `runs[${place}].weights`, ...failureOf(error) });
    }
  }
  if (damaged.length > 0) throw refusal(file, damaged);
  return {
    id: createHash("sha256").update(JSON.stringify(result)).digest("hex").slice(0, 16),
    result: { ...result, experiment: absolutePaths(result.experiment, resolve(dirname(file))) },
    weights,
  };
}

async function readWeights(
  folder: string,
  run: RunResult,
  experiment: Experiment,
): Promise<Uint8Array | null> {
  if (run.weights === null) return null;
  try {
    const bytes = await readFile(join(folder, run.weights));
    checkWeights(
      bytes,
      experiment,
      experiment.variants.find(({ name }) => name === run.variant)!,
    );
    return bytes;
  } catch (error) {
    if (error instanceof LabError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    // People pass result.json on alone; its measures are whole without the weights.
    if (code === "ENOENT") return null;
    throw new LabError(
      "fileUnreadable",
      { file: run.weights, detail: code ?? String(error) },
      { cause: error },
    );
  }
}

function refusal(file: string, faults: readonly Fault[]): LabError {
  const told = faults.slice(0, toldFaults).map(sayFault);
  const rest = faults.length - told.length;
  return new LabError("resultFaults", {
    file: basename(file),
    faults: [...told, ...(rest > 0 ? [`… (+${rest})`] : [])].join("\n"),
  });
}
