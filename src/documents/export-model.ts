import { basename, dirname, join } from "node:path";
import { expectReplaceable, writeFolderWhole } from "../artifacts/write-folder";
import type { modelFormats } from "../contract/contract";
import { onnxFiles } from "../interchange/onnx/files";
import type { ModelFile } from "../interchange/model-file";
import { savedModelFiles } from "../interchange/tensorflow/saved-model";
import { tfjsFiles } from "../interchange/tensorflow/tfjs";
import { textColumns } from "../interchange/raw-inputs";
import type { TrainedNetwork } from "../interchange/trained-network";
import { LabError } from "../messages/failure";
import { plainName } from "../report/file-names";
import { detailOf, writeDocument } from "./documents";
import { programFiles } from "./program-files";
import { refuseProtected } from "./protected-files";

export type ModelFormat = (typeof modelFormats)[number];

interface Written {
  /** Of its file without a dot; left out, it is a folder. */
  readonly ending?: string;
  /** All of its files, the one that counts last; of a format that is a file the others stand beside it. */
  readonly files: (
    network: TrainedNetwork,
    name: string,
  ) => readonly ModelFile[] | Promise<readonly ModelFile[]>;
  /** It takes texts as their numbers. */
  readonly hasNoTexts?: true;
}

const formats: Readonly<Record<ModelFormat, Written>> = {
  pytorch: { files: (network) => programFiles(network, "pytorch") },
  keras: { files: (network) => programFiles(network, "keras") },
  onnx: { ending: "onnx", files: onnxFiles },
  savedModel: { files: savedModelFiles },
  tfjs: { files: tfjsFiles, hasNoTexts: true },
};

/** The ending of a format's file; undefined for a folder. */
export function endingOf(format: ModelFormat): string | undefined {
  return formats[format].ending;
}

/** A model that is made and only needs to be written. */
export interface MadeModel {
  /** The columns of texts that the format takes as numbers. */
  readonly asNumbers: readonly string[];
  /** @returns the paths of what was written. @throws LabError `documentNotWritten`, `folderInUse` */
  write(): Promise<readonly string[]>;
}

/**
 * A trained network for others to use (docs/interchange.md).
 * @param place absolute path of its file, or of its folder
 * @throws LabError `fileProtected`, `folderInUse`, `documentNotWritten`
 */
export async function makeModel(
  network: TrainedNetwork,
  format: ModelFormat,
  place: string,
): Promise<MadeModel> {
  const { ending, files: filesOf, hasNoTexts } = formats[format];
  const asNumbers = hasNoTexts ? textColumns(network.preparation) : [];
  if (ending === undefined) {
    await refuseProtected(place);
    const files = await filesOf(network, basename(place));
    await orNotWritten(place, expectReplaceable(place, files));
    return {
      asNumbers,
      async write() {
        await orNotWritten(place, writeFolderWhole(place, files));
        return [place];
      },
    };
  }
  const files = await filesOf(network, withoutEnding(basename(place), ending));
  // The person named the last one.
  const paths = files.map(({ path }, index) =>
    index === files.length - 1 ? place : join(dirname(place), path),
  );
  for (const path of paths) await refuseProtected(path);
  return {
    asNumbers,
    async write() {
      for (const [index, { bytes }] of files.entries()) await writeDocument(paths[index]!, bytes);
      return paths;
    },
  };
}

/** The name of a file or folder with this network, without an ending. */
export function modelName({ origin: { experiment, variant, seed } }: TrainedNetwork): string {
  const parts = [experiment.name, variant].map((part) => plainName(part.toLowerCase()));
  return [...parts.filter((part) => part !== ""), `seed-${seed}`].join("-");
}

const withoutEnding = (name: string, ending: string) =>
  name.toLowerCase().endsWith(`.${ending}`) ? name.slice(0, -ending.length - 1) : name;

/** Waits for what is done in a folder. @throws LabError `documentNotWritten` in the place of the system's error */
async function orNotWritten(folder: string, done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (error instanceof LabError) throw error;
    const parameters = { file: basename(folder), detail: detailOf(error) };
    throw new LabError("documentNotWritten", parameters, { cause: error });
  }
}
