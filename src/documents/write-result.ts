import { access, constants } from "node:fs/promises";
import { basename, join } from "node:path";
import { analyse, type AnalysisOptions } from "../analysis/analyse";
import { analysisSchema } from "../analysis/schema";
import { environmentOfRun, environmentsOf } from "../experiment/environments";
import { type Environment, type Result, resultSchema } from "../experiment/result";
import { LabError } from "../messages/failure";
import { plainName } from "../report/file-names";
import type { Store } from "../store/store";
import { detailOf, jsonText } from "./documents";
import { makeFolder } from "./make-folder";
import { relativePaths } from "./paths";
import { writeWhole } from "../artifacts/write-whole";
import { refuseProtected } from "./protected-files";

/**
 * Writes a stored experiment as `result.json` (docs/formats.md) with one `.safetensors` file for each run that has
 * weights, and the analysis of all runs as `analysis.json`. Each file appears complete or not at all, result.json
 * last.
 * @param environment written if no run has begun, because then no run has its own
 * @returns the path of result.json
 * @throws LabError `noSuchExperiment`, `resultNotWritten`, `fileProtected`
 */
export async function writeResult(
  store: Store,
  experimentId: string,
  folder: string,
  environment: () => Promise<Environment>,
  options: AnalysisOptions = {},
): Promise<string> {
  const detail = store.experiment(experimentId);
  const { preparations, places } = store.preparations(experimentId);
  const runs: Result["runs"] = [];
  await prepareFolder(folder);
  const write = async (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    await refuseProtected(file);
    await writeWhole(file, content);
    return file;
  };
  const isMixed = environmentsOf(detail.runs, detail.environment).length > 1;
  try {
    for (const [index, run] of detail.runs.entries()) {
      const bytes = store.weights(run.id);
      const weights = bytes && weightsFile(index + 1, run.variant, run.seed);
      if (weights !== null) await write(weights, bytes!);
      const { variant, rate, seed, status, failure, records, end, environments = [] } = run;
      const own = isMixed && environments.length > 0 ? { environments } : {};
      const measured = end && { end };
      const place = places.get(run.id);
      const prepared = place === undefined ? {} : { preparation: place };
      const kept = { ...measured, ...prepared, weights, ...own };
      runs.push({ variant, rate, seed, status, failure, epochs: records, ...kept });
    }
    const analysis = analysisSchema.parse(analyse(detail.experiment, detail.runs, options));
    await write("analysis.json", jsonText(analysis));
    const result: Result = {
      format: "dropout-lab-result-1",
      created: detail.created,
      experiment: relativePaths(detail.experiment, folder),
      environment: detail.environment ?? environmentOfRun(await environment(), detail.experiment.training),
      ...(preparations.length > 0 && { preparations: [...preparations] }),
      runs,
    };
    return await write("result.json", jsonText(resultSchema.parse(result)));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw notWritten(folder, error);
  }
}

/**
 * Makes a missing folder and checks that files can be written into it, so that nobody learns only after hours of
 * training that they cannot.
 * @throws LabError `resultNotWritten`, `fileProtected`
 */
export async function prepareFolder(folder: string): Promise<void> {
  for (const name of ["", "analysis.json", "result.json"]) await refuseProtected(join(folder, name));
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    throw notWritten(folder, error);
  }
}

/** Names only the folder: the window shows this, and it must not learn a path. */
function notWritten(folder: string, error: unknown): LabError {
  const parameters = { folder: basename(folder), detail: detailOf(error) };
  return new LabError("resultNotWritten", parameters, { cause: error });
}

/**
 * "02-p-0.3-seed-1.safetensors": the variant's name, in any script, as a name that every file system accepts. The
 * number keeps names apart that differ only in replaced characters.
 */
export function weightsFile(number: number, variant: string, seed: number): string {
  const parts = [String(number).padStart(2, "0"), plainName(variant.toLowerCase()), `seed-${seed}`];
  return `${parts.filter((part) => part !== "").join("-")}.safetensors`;
}
