import { basename } from "node:path";
import type { SharedFiles } from "../artifacts/shared-files";
import { dataPaths, mapDataPaths } from "../data/kinds";
import type { Experiment, Variant } from "../experiment/schema";
import { dataOfRun } from "../experiment/variants";
import { LabError } from "../messages/failure";
import { isFolder, stateAt } from "../platform/files-at";
import type { TrainingJob } from "./job";

type Files = TrainingJob["files"];

/** Files of data on their way to other machines. Each is read and put once, until it changes. */
export class DataFiles {
  private readonly known = new Map<string, Promise<Files[number]>>();

  constructor(private readonly files: SharedFiles) {}

  /**
   * @returns what a job says of the data: the document without paths, and its files
   * @throws LabError `queueFolder`, `queueVariantFiles`, `fileMissing`, and those of SharedFiles
   */
  async sent(
    experiment: Experiment,
    variant: Variant,
    seed: number,
  ): Promise<Pick<TrainingJob, "experiment" | "files">> {
    const paths = dataPaths(experiment.data);
    if (paths.length === 0) return { experiment, files: [] };
    expectOwnFiles(experiment, variant, seed, new LabError("queueVariantFiles", { variant: variant.name }));
    const files = await Promise.all(paths.map((path) => this.put(path)));
    return {
      experiment: withPaths(
        experiment,
        paths.map((_, index) => `${index}`),
      ),
      files,
    };
  }

  private async put(path: string): Promise<Files[number]> {
    const name = basename(path);
    if (await isFolder(path)) throw new LabError("queueFolder", { file: name });
    const state = await stateAt(path);
    if (state === null) throw new LabError("fileMissing", { file: name });
    const key = JSON.stringify([path, state]);
    const known = this.known.get(key) ?? this.files.put(path).then((hash) => ({ name, hash }));
    this.known.set(key, known);
    known.catch(() => this.known.delete(key));
    return known;
  }
}

/**
 * The document of a job with the places of its files on this machine.
 * @throws LabError `queueForeignFile` if it names any other file, wherever
 */
export function withFiles(job: TrainingJob, places: readonly string[]): Experiment {
  const { experiment, variant, seed } = job;
  const foreign = new LabError("queueForeignFile");
  if (dataPaths(experiment.data).some((path, index) => path !== `${index}`)) throw foreign;
  if (places.length !== dataPaths(experiment.data).length) throw foreign;
  expectOwnFiles(experiment, variant, seed, foreign);
  return withPaths(experiment, places);
}

/** A variant may change any setting of the data, its files too. */
function expectOwnFiles(experiment: Experiment, variant: Variant, seed: number, otherwise: LabError): void {
  const own = new Set(dataPaths(experiment.data));
  if (dataPaths(dataOfRun(experiment, variant, seed)).some((path) => !own.has(path))) throw otherwise;
}

function withPaths(experiment: Experiment, paths: readonly string[]): Experiment {
  const inOrder = [...paths];
  return { ...experiment, data: mapDataPaths(experiment.data, () => inOrder.shift()!) };
}
