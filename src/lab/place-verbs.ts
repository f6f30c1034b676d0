import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { checkExperiment } from "../experiment/check";
import type { Experiment } from "../experiment/schema";
import type { DialogVerb } from "../contract/shell";
import type { LabVerbs, Request } from "../contract/contract";
import { jsonText, readJson, writeDocument } from "../documents/documents";
import { exportName, writeRuns } from "../documents/export-runs";
import { bestRun } from "../report/best-run";
import { endingOf, makeModel, modelName } from "../documents/export-model";
import { expectKind, refusalOf } from "../documents/file-kind";
import type { Files } from "../documents/file-references";
import type { Lab } from "./lab";
import { absolutePaths, relativePaths } from "../documents/paths";
import { LabError, refusalFor } from "../messages/failure";
import { isChart } from "../report/chart-check";
import { writeCode } from "../documents/write-code";
import { fileNameOf } from "../report/file-names";

/** What a person is asked for: a file or folder of data, a document, several results. */
export type Wish = Request<"chooseFile">["purpose"] | "document" | "results";

/** Where a person finds and puts files: the system's dialogs around a window, upload and download in a browser. */
export interface Places {
  /** Files that exist; empty if the person chose none. @param folder a folder instead of files */
  existing(wish: Wish, folder?: boolean): Promise<readonly string[]>;
  /** The path of a file to write; null if the person chose none. @param ending without its dot */
  newFile(name: string, ending: string): Promise<string | null>;
  /** The path of a folder to write, which need not exist; null if the person chose none. */
  newFolder(name: string): Promise<string | null>;
  /** Called when all of a new file or folder is written. */
  written(path: string): void;
  /** Called with each document that was opened or saved. */
  noteDocument(path: string): void;
  /** Called with a document that no longer exists. */
  forgetDocument(path: string): void;
}

/** The verbs that ask the person for a place. The page only learns names. */
export function placeVerbs(lab: Lab, files: Files, places: Places): Pick<LabVerbs, DialogVerb> {
  /** The files that were opened or saved as documents. Other chosen files, such as tables, are never overwritten. */
  const documents = new Set<string>();
  const noteDocument = (path: string) => {
    documents.add(path);
    places.noteDocument(path);
  };
  const choose = async (wish: Wish, folder = false) => (await places.existing(wish, folder))[0] ?? null;
  return {
    async chooseFile({ purpose, folder }) {
      const path = await choose(purpose, folder);
      return path === null ? null : files.hide(path);
    },
    async openExperiment({ file }) {
      const path = file === undefined ? await choose("document") : files.reveal(file);
      if (path === null) return null;
      if (!existsSync(path)) places.forgetDocument(path);
      const kind = await expectKind(path, "experiment", "runs");
      if (kind === "runs") return { experiment: files.hidePaths(await experimentOfRuns(path)), file: null };
      const experiment = files.hidePaths(await readExperiment(path));
      noteDocument(path);
      return { experiment, file: files.hide(path) };
    },
    async saveExperiment({ experiment, file }) {
      const known = file === undefined ? null : files.reveal(file);
      if (known !== null && !documents.has(known))
        throw new LabError("fileNotGiven", { file: basename(known) });
      const path = known ?? (await places.newFile(fileNameOf(experiment.name, "experiment"), "dropout.json"));
      if (path === null) return null;
      await writeDocument(path, jsonText(relativePaths(files.revealPaths(experiment), dirname(path))));
      noteDocument(path);
      places.written(path);
      return files.hide(path);
    },
    async exportResult({ experimentId, baseline }) {
      const folder = await places.newFolder(exportName([await lab.getExperiment({ experimentId })]));
      if (folder === null) return null;
      await lab.writeResult(experimentId, folder, { baseline });
      places.written(folder);
      return basename(folder);
    },
    async exportRuns({ runIds, format, language, baselines = [] }) {
      const { experiments } = await lab.getRuns({ runIds });
      const name = exportName(experiments);
      const path =
        format === "tensorboard"
          ? await places.newFolder(`${name}-tensorboard`)
          : await places.newFile(name, format);
      if (path === null) return null;
      const chosen = new Map(baselines.map(({ experimentId, variant }) => [experimentId, variant]));
      const told = experiments.map((one) => ({
        ...one,
        baseline: chosen.get(one.id),
        pictures: lab.picturesOf(one.runs.map(({ id }) => id)),
      }));
      await writeRuns(told, format, language, path);
      places.written(path);
      return basename(path);
    },
    async exportModel({ runIds, format }) {
      const { experiments } = await lab.getRuns({ runIds });
      const network = lab.trainedNetwork(bestRun(experiments.flatMap(({ runs }) => runs)).id);
      const [name, ending] = [modelName(network), endingOf(format)];
      const path =
        ending === undefined
          ? await places.newFolder(`${name}-${format}`)
          : await places.newFile(name, ending);
      if (path === null) return null;
      const model = await makeModel(network, format, path);
      const paths = await model.write();
      for (const each of paths) places.written(each);
      const place = paths.map((each) => basename(each)).join(", ");
      return { place, asNumbers: [...model.asNumbers] };
    },
    async saveCode({ experiment, variant, framework }) {
      const path = await places.newFolder(`${fileNameOf(experiment.name, "experiment")}-${framework}`);
      if (path === null) return null;
      const trained = { experiment: files.revealPaths(experiment), variant, seed: experiment.seeds[0]! };
      await writeCode(trained, framework, path);
      places.written(path);
      return basename(path);
    },
    async saveChart({ name, format, content }) {
      if (!isChart(format, content)) throw new LabError("chartRefused");
      const path = await places.newFile(fileNameOf(name, "chart"), format);
      if (path === null) return null;
      await writeDocument(path, content);
      places.written(path);
      return basename(path);
    },
    async importResult({ files: dropped }) {
      const paths = dropped?.map((file) => files.reveal(file)) ?? (await places.existing("results"));
      if (paths.length === 0) return null;
      const { imported, refused } = await lab.importResults(paths);
      const told = refused.map(({ path, failure }) => ({ file: basename(path), failure }));
      return { imported: [...imported], refused: told };
    },
  };
}

/** @throws LabError as `readJson` does, or `fileIsRuns` if it holds several experiments or no valid one */
async function experimentOfRuns(path: string): Promise<Experiment> {
  const document = (await readJson(path, "result")) as { experiments?: { experiment?: unknown }[] };
  const { experiment } = checkExperiment(document.experiments?.[0]?.experiment);
  if (!experiment || document.experiments?.length !== 1) throw refusalOf(path, "runs");
  return absolutePaths(experiment, dirname(path));
}

/** @throws LabError as `readJson` does, or `experimentFaults` with every fault. */
async function readExperiment(path: string): Promise<Experiment> {
  const { experiment, faults } = checkExperiment(await readJson(path, "experiment"));
  if (!experiment) throw refusalFor("experimentFaults", faults);
  return absolutePaths(experiment, dirname(path));
}
