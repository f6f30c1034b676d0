import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from "electron";
import { dataFiles } from "../src/data/kinds";
import { checkExperiment } from "../src/experiment/check";
import type { Experiment } from "../src/experiment/schema";
import type { DialogVerb } from "../src/contract/shell";
import type { LabVerbs } from "../src/contract/contract";
import { jsonText, readJson, writeDocument } from "../src/documents/documents";
import { exportName, writeRuns } from "../src/documents/export-runs";
import { expectKind, refusalOf } from "../src/documents/file-kind";
import type { Files } from "../src/documents/file-references";
import type { Lab } from "../src/lab/lab";
import { absolutePaths, relativePaths } from "../src/documents/paths";
import { LabError, refusalFor } from "../src/messages/failure";
import { isChart } from "../src/report/chart-check";
import { fileNameOf } from "../src/report/file-names";
import type { RecentDocuments } from "./recent-documents";

/** By the purpose for which a file is chosen. */
const filters = new Map<string, FileFilter[]>(
  dataFiles.map(({ purpose, filters: offered }) => [
    purpose,
    offered.map(({ name, extensions }) => ({ name, extensions: [...extensions] })),
  ]),
);
const documentFilters: FileFilter[] = [{ name: "Dropout Lab", extensions: ["json"] }];

/** The verbs that show a dialog. The page only learns names. */
export function dialogVerbs(
  window: BrowserWindow,
  lab: Lab,
  files: Files,
  recent: RecentDocuments,
): Pick<LabVerbs, DialogVerb> {
  /** The files that were opened or saved as documents. Other chosen files, such as tables, are never overwritten. */
  const documents = new Set<string>();
  const noteDocument = (path: string) => {
    documents.add(path);
    recent.note(path);
  };
  let isAsking = false;
  /**
   * Allows one dialog at a time, because a broken page could bury the desktop under dialogs. @throws LabError
   * `dialogOpen`
   */
  const alone = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (isAsking) throw new LabError("dialogOpen");
    isAsking = true;
    try {
      return await ask();
    } finally {
      isAsking = false;
    }
  };
  const chooseExisting = async (options: OpenDialogOptions): Promise<string | null> => {
    const { filePaths } = await alone(() => dialog.showOpenDialog(window, options));
    return filePaths[0] ?? null;
  };
  const choose = (offered: FileFilter[]) => chooseExisting({ properties: ["openFile"], filters: offered });
  const chooseDocuments = async (): Promise<string[]> => {
    const options: OpenDialogOptions = {
      properties: ["openFile", "multiSelections"],
      filters: documentFilters,
    };
    return (await alone(() => dialog.showOpenDialog(window, options))).filePaths;
  };
  const chooseFolder = () => chooseExisting({ properties: ["openDirectory", "createDirectory"] });
  /** Null if the dialog was closed. @param ending without its dot */
  const chooseNew = async (name: string, ending: string): Promise<string | null> => {
    const { filePath } = await alone(() =>
      dialog.showSaveDialog(window, {
        defaultPath: `${name}.${ending}`,
        filters: [{ name: ending.toUpperCase(), extensions: [ending.split(".").at(-1)!] }],
      }),
    );
    return filePath || null;
  };
  return {
    async chooseFile({ purpose, folder = false }) {
      const path = folder
        ? await chooseExisting({ properties: ["openDirectory"] })
        : await choose(filters.get(purpose)!);
      return path === null ? null : files.hide(path);
    },
    async openExperiment({ file }) {
      const path = file === undefined ? await choose(documentFilters) : files.reveal(file);
      if (path === null) return null;
      if (!existsSync(path)) recent.forget(path);
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
      const path = known ?? (await chooseNew(fileNameOf(experiment.name, "experiment"), "dropout.json"));
      if (path === null) return null;
      await writeDocument(path, jsonText(relativePaths(files.revealPaths(experiment), dirname(path))));
      noteDocument(path);
      return files.hide(path);
    },
    async exportResult({ experimentId, baseline }) {
      const parent = await chooseFolder();
      if (parent === null) return null;
      // A new folder, because results of two experiments must not mix.
      const folder = join(parent, exportName([await lab.getExperiment({ experimentId })]));
      await lab.writeResult(experimentId, folder, { baseline });
      return basename(folder);
    },
    async exportRuns({ runIds, format, language, baselines = [] }) {
      const { experiments } = await lab.getRuns({ runIds });
      const name = exportName(experiments);
      const isFolder = format === "tensorboard";
      const place = isFolder ? await chooseFolder() : await chooseNew(name, format);
      if (place === null) return null;
      const path = isFolder ? join(place, `${name}-tensorboard`) : place;
      const chosen = new Map(baselines.map(({ experimentId, variant }) => [experimentId, variant]));
      const told = experiments.map((one) => ({
        ...one,
        baseline: chosen.get(one.id),
        pictures: lab.picturesOf(one.runs.map(({ id }) => id)),
      }));
      await writeRuns(told, format, language, path);
      return basename(path);
    },
    async saveChart({ name, format, content }) {
      if (!isChart(format, content)) throw new LabError("chartRefused");
      const path = await chooseNew(fileNameOf(name, "chart"), format);
      if (path === null) return null;
      await writeDocument(path, content);
      return basename(path);
    },
    async importResult({ files: dropped }) {
      const paths = dropped?.map((file) => files.reveal(file)) ?? (await chooseDocuments());
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
