import { basename, join } from "node:path";
import type { SharedFiles } from "../artifacts/shared-files";
import { dataPaths, mapDataPaths } from "../data/kinds";
import type { Experiment, Variant } from "../experiment/schema";
import { dataOfRun } from "../experiment/variants";
import { LabError } from "../messages/failure";
import { isFolder, stateAt } from "../platform/files-at";
import { inTemporaryFolder } from "../platform/temporary-folder";
import type { TrainingJob } from "./job";
import { packFolder } from "./packed-folder";

type Files = TrainingJob["files"];

/** Files of data on their way to other machines. Each is read and put once, until it changes; a folder goes as one zip. */
export class DataFiles {
  private readonly known = new Map<
    string,
    { readonly state: string; readonly put: Promise<Files[number]> }
  >();

  /** Of all files that were put, also of those that have changed since: runs may still wait for them. */
  private readonly hashes = new Set<string>();

  constructor(private readonly files: SharedFiles) {}

  /** Makes what was put young, so that no sweep takes it while runs wait. */
  async renew(): Promise<void> {
    for (const hash of this.hashes) await this.files.has(hash);
  }

  /**
   * @returns what a job says of the data: the document without paths, and its files
   * @throws LabError `queueVariantFiles`, `fileMissing`, `fileChanged`, `fileUnreadable`, and those of SharedFiles
   */
  async sent(
    experiment: Experiment,
    variant: Variant,
    seed: number,
  ): Promise<Pick<TrainingJob, "experiment" | "files">> {
    const paths = dataPaths(experiment.data);
    if (paths.length === 0) return { experiment, files: [] };
    expectOwnFiles(experiment, variant, seed, new LabError("queueVariantFiles", { variant: variant.name }));
    const files = await Promise.all(paths.map((path) => this.sentFile(path)));
    return {
      experiment: withPaths(
        experiment,
        paths.map((_, index) => `${index}`),
      ),
      files,
    };
  }

  private async sentFile(path: string): Promise<Files[number]> {
    const state = await stateAt(path);
    if (state === null) throw new LabError("fileMissing", { file: basename(path) });
    const known = this.known.get(path);
    if (known?.state === state) return known.put;
    const put = this.put(path, state).then((hash) => {
      this.hashes.add(hash);
      return { name: basename(path), hash };
    });
    this.known.set(path, { state, put });
    put.catch(() => this.known.get(path)?.put === put && this.known.delete(path));
    return put;
  }

  private async put(path: string, state: string): Promise<string> {
    if (!(await isFolder(path))) return this.files.put(path);
    const file = basename(path);
    return inTemporaryFolder("packed", async (folder) => {
      const packed = join(folder, "packed");
      await packFolder(path, packed).catch((error: unknown) => {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new LabError("fileUnreadable", { file, detail: code ?? message }, { cause: error });
      });
      if ((await stateAt(path)) !== state) throw new LabError("fileChanged", { file });
      return this.files.put(packed);
    });
  }
}

/** The files of jobs on a worker's machine. Each is fetched once. */
export class FetchedFiles {
  private readonly known = new Map<string, Promise<void>>();

  /** @param folder of this worker alone */
  constructor(
    private readonly files: SharedFiles,
    private readonly folder: string,
  ) {}

  /** @returns where a job's files lie, in its order. @throws LabError as `SharedFiles.get` does */
  async of(job: Pick<TrainingJob, "files">): Promise<string[]> {
    return Promise.all(
      job.files.map(async ({ name, hash }) => {
        const place = join(this.folder, hash, name);
        const before = this.known.get(place);
        // Young again: a worker that comes later finds it, too.
        if (before) void this.files.has(hash).catch(() => undefined);
        const known = before ?? this.files.get(hash, place);
        this.known.set(place, known);
        known.catch(() => this.known.delete(place));
        await known;
        return place;
      }),
    );
  }
}

/**
 * The document of a job with the places of its files on this machine.
 * @throws LabError `queueForeignFile` if it names any other file, wherever
 */
export function withFiles(
  { experiment, variant, seed }: Pick<TrainingJob, "experiment" | "variant" | "seed">,
  places: readonly string[],
): Experiment {
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
