import type { DataShape } from "../../fields/shape";
import { type Failure, LabError } from "../../messages/failure";
import { stateAt } from "../../platform/files-at";
import { fileOf, mostArrayBytes } from "../files";
import { dividedRows, type KnownRows, knownRows } from "../divided";
import { excessOf } from "../kinds";
import { numberLabels } from "../labels";
import { imagesPreview } from "../previews";
import { previewSize, type RawSplit, type Source } from "../source";
import { shownRows, splitRows, triedSplits } from "../split";
import { mapSplits } from "../source-kind";
import type { PicturesConfig } from "./kind";
import { type PictureFile, withPictureFiles } from "./picture-files";
import { type Format, formatOf } from "./propose";
import { PictureReader } from "./read-pictures";
import { resized, withChannels } from "./resize";

interface Pictures extends Format {
  readonly count: number;
  /** Of all pictures, as features: height × width × channels bytes each. */
  readonly pixels: Uint8Array;
  /** Class number of each picture. */
  readonly labels: Float64Array;
  readonly classes: string[];
  /** What was left out. */
  readonly notes: Failure[];
}

/** Pictures in folders, one for each class; values are divided by 255. */
export const pictures: Source<PicturesConfig> = {
  load: async (config) => {
    const all = await readPictures(config);
    const shape = shapeOf(all);
    const excess = excessOf(config, shape.features);
    if (excess) throw new LabError("dataTooLarge", excess);
    const rows = splitRows(config, rowsOf(all));
    return {
      shape,
      classes: all.classes,
      divisor: 255,
      ...mapSplits(rows, (numbers) => pick(all, numbers)),
      inputs: "pixels",
    };
  },
  preview: async (config) => {
    const all = await keptPictures(config);
    const { height, width, channels, notes } = all;
    const known = knownOf(config, all);
    const tried = triedSplits(config, known);
    const shown = shownRows(config, known, tried.splits).subarray(0, previewSize.images);
    return {
      shape: shapeOf(all),
      rows: all.count,
      ...dividedRows(config, known, tried),
      proposed: { height, width, channels },
      ...(notes.length > 0 && { notes }),
      classes: all.classes,
      sample: imagesPreview(pick(all, shown), [height, width, channels]),
    };
  },
};

/** The last pictures that were shown: with another split they are not read again. */
let last: { readonly key: string; readonly pictures: Pictures } | null = null;

async function keptPictures(config: PicturesConfig): Promise<Pictures> {
  const keyOf = async ({ height, width, channels }: Partial<Format>) =>
    JSON.stringify([config.folder, height, width, channels, await stateAt(config.folder)]);
  const key = await keyOf(config);
  if (last?.key === key) return last.pictures;
  last = null;
  const found = await readPictures(config);
  // The next question has what is proposed now.
  last = { key: await keyOf(found), pictures: found };
  return found;
}

async function readPictures(config: PicturesConfig): Promise<Pictures> {
  return withPictureFiles(config.folder, async (files) => {
    const reader = new PictureReader();
    const format = await formatOf(config, files, reader);
    const features = format.height * format.width * format.channels;
    const limit = Math.floor(mostArrayBytes / features);
    if (files.length > limit) throw new LabError("picturesTooMany", { ...fileOf(config.folder), limit });
    return decodeAll(config.folder, files, format, reader);
  });
}

async function decodeAll(
  path: string,
  files: readonly PictureFile[],
  format: Format,
  reader: PictureReader,
): Promise<Pictures> {
  const { height, width, channels } = format;
  const features = height * width * channels;
  const pixels = new Uint8Array(files.length * features);
  const names: string[] = [];
  await reader.each(files, (picture, { label }) => {
    pixels.set(resized(withChannels(picture, channels), width, height).pixels, names.length * features);
    names.push(label!);
    return true;
  });
  const notes = reader.notes();
  if (names.length === 0) {
    const [note] = notes;
    throw note === undefined ? new LabError("picturesNone", fileOf(path)) : noneUsable(path, note);
  }
  const { numbers, classes } = numberLabels(fileOf(path), names);
  const count = names.length;
  return { ...format, count, pixels: pixels.subarray(0, count * features), labels: numbers, classes, notes };
}

function noneUsable(path: string, { parameters }: Failure): LabError {
  return new LabError("picturesNoneUsable", { ...fileOf(path), files: parameters["files"] ?? "" });
}

const rowsOf = ({ count, labels }: Pictures) => ({ rows: count, classes: labels });

const knownBefore = new WeakMap<Pictures, KnownRows>();

/** Once for the pictures that are kept. */
function knownOf({ source }: PicturesConfig, all: Pictures): KnownRows {
  const before = knownBefore.get(all);
  if (before) return before;
  const { pixels, labels, classes: names, width, height, channels } = all;
  const features = height * width * channels;
  const facts = { ...rowsOf(all), task: "classification", names } as const;
  const valueAt = (row: number, place: number): number => pixels[row * features + place]!;
  const now = knownRows(source, facts, features, valueAt, labels, { bytes: pixels, width: features });
  knownBefore.set(all, now);
  return now;
}

function shapeOf({ height, width, channels, classes }: Pictures): DataShape {
  return {
    features: height * width * channels,
    image: [height, width, channels],
    outputs: classes.length,
    task: "classification",
  };
}

function pick({ pixels, labels, height, width, channels }: Pictures, numbers: Int32Array): RawSplit {
  const features = height * width * channels;
  const inputs = new Float32Array(numbers.length * features);
  numbers.forEach((number, row) => {
    for (let feature = 0; feature < features; feature++)
      inputs[row * features + feature] = pixels[number * features + feature]! / 255;
  });
  return { inputs, targets: Float32Array.from(numbers, (number) => labels[number]!), rows: numbers.length };
}
