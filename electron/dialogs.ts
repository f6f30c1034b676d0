import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type BrowserWindow, dialog, type FileFilter } from "electron";
import { checkExperiment, sayFault } from "../src/experiment/check";
import type { Experiment } from "../src/experiment/schema";
import type { LabVerbs, Request } from "../src/lab/contract";
import type { Files } from "../src/lab/files";
import type { Lab } from "../src/lab/lab";
import { absolutePaths, relativePaths } from "../src/lab/paths";
import { writeWhole } from "../src/lab/write-whole";
import { LabError } from "../src/messages/failure";

const filters: Record<Request<"chooseFile">["purpose"] | "experiment", FileFilter[]> = {
  csv: [
    { name: "CSV", extensions: ["csv", "tsv", "txt"] },
    { name: "*", extensions: ["*"] },
  ],
  // MNIST's files are named "t10k-images-idx3-ubyte.gz", or without an ending at all.
  idxImages: [{ name: "IDX", extensions: ["*"] }],
  idxLabels: [{ name: "IDX", extensions: ["*"] }],
  experiment: [{ name: "Dropout Lab", extensions: ["json"] }],
};

type DialogVerbs = Pick<LabVerbs, "chooseFile" | "openExperiment" | "saveExperiment" | "exportResult">;

/** The verbs that ask the person for a place. The page learns names only. */
export function dialogVerbs(window: BrowserWindow, lab: Lab, files: Files): DialogVerbs {
  const choose = async (kind: keyof typeof filters): Promise<string | null> => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      properties: ["openFile"],
      filters: filters[kind],
    });
    return filePaths[0] ?? null;
  };
  return {
    async chooseFile({ purpose }) {
      const path = await choose(purpose);
      return path === null ? null : files.hide(path);
    },
    async openExperiment({ file }) {
      const path = file === undefined ? await choose("experiment") : files.reveal(file);
      return path === null ? null : files.hidePaths(await readExperiment(path));
    },
    async saveExperiment({ experiment }) {
      const { filePath } = await dialog.showSaveDialog(window, {
        defaultPath: `${fileNameOf(experiment.name)}.dropout.json`,
        filters: filters.experiment,
      });
      if (!filePath) return null;
      const document = relativePaths(files.revealPaths(experiment), dirname(filePath));
      await writeExperiment(filePath, document);
      return basename(filePath);
    },
    async exportResult({ experimentId }) {
      const { filePaths } = await dialog.showOpenDialog(window, {
        properties: ["openDirectory", "createDirectory"],
      });
      const [parent] = filePaths;
      if (parent === undefined) return null;
      const { experiment } = await lab.getExperiment({ experimentId });
      // A folder of its own: results of two experiments must not mix.
      const folder = join(parent, `${fileNameOf(experiment.name)}-${experimentId.slice(0, 8)}`);
      await lab.writeResult(experimentId, folder);
      return basename(folder);
    },
  };
}

/** @throws LabError `documentNotRead`, or `experimentFaults` with every fault. */
async function readExperiment(path: string): Promise<Experiment> {
  const document = await readJson(path);
  const { experiment, faults } = checkExperiment(document);
  if (!experiment) throw new LabError("experimentFaults", { faults: faults.map(sayFault).join("\n") });
  return absolutePaths(experiment, dirname(path));
}

/** @throws LabError `documentNotWritten` */
async function writeExperiment(path: string, document: Experiment): Promise<void> {
  try {
    await writeWhole(path, `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    throw new LabError(
      "documentNotWritten",
      { file: basename(path), detail: detailOf(error) },
      { cause: error },
    );
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new LabError(
      "documentNotRead",
      { file: basename(path), detail: detailOf(error) },
      { cause: error },
    );
  }
}

/** What went wrong, without the path that the system's own message would tell the page. */
function detailOf(error: unknown): string {
  return error instanceof SyntaxError
    ? error.message
    : ((error as NodeJS.ErrnoException).code ?? String(error));
}

/** An experiment's name as a file name that every system takes. */
function fileNameOf(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}._-]+/gu, "-")
      .replace(/^[-.]+|[-.]+$/g, "")
      .slice(0, 80) || "experiment"
  );
}
