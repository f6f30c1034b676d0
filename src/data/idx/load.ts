import type { DataShape } from "../../fields/shape";
import { dividedRows, type KnownRows, knownRows } from "../divided";
import { excessOf } from "../kinds";
import { failureOf, LabError } from "../../messages/failure";
import { fileOf } from "../files";
import { readImageFile, readLabelFile } from "./idx-file";
import { withIdxPair } from "./idx-pair";
import type { IdxConfig } from "./kind";
import { numberLabels } from "../labels";
import { imagesPreview } from "../previews";
import { previewSize, type RawSplit, type Source } from "../source";
import { shownRows, splitRows, triedSplits } from "../split";
import { mapSplits } from "../source-kind";

interface Images {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** Grey values 0-255 of all images, as the file has them. */
  readonly pixels: Uint8Array;
  /** Whether the pixels are column-major. */
  readonly transposed: boolean;
  /** Whether the file, perhaps in a folder or zip of another name, is named as EMNIST's. */
  readonly isNamed: boolean;
  /** Class number of each image. */
  readonly labels: Int32Array;
  readonly classes: string[];
}

/** Images with labels in the format of the MNIST family; grey values are divided by 255. */
export const idx: Source<IdxConfig> = {
  load: async (config) => {
    const images = await readImages(config);
    const features = images.width * images.height;
    const excess = excessOf(config, features);
    if (excess) throw new LabError("dataTooLarge", excess);
    const rows = splitRows(config, rowsOf(images));
    return {
      shape: shapeOf(images),
      classes: images.classes,
      divisor: 255,
      ...mapSplits(rows, (numbers) => pickImages(images, numbers)),
      inputs: "pixels",
    };
  },
  preview: async (config) => {
    const images = await readImages(config);
    const known = knownOf(config, images);
    const tried = triedSplits(config, known);
    const shown = shownRows(config, known, tried.splits).subarray(0, previewSize.images);
    return {
      shape: shapeOf(images),
      rows: images.count,
      ...dividedRows(config, known, tried),
      classes: images.classes,
      ...(mayBeTransposed(images) && {
        notes: [failureOf(new LabError("idxMayBeTransposed", { classes: images.classes.length }))],
      }),
      sample: imagesPreview(pickImages(images, shown), [images.height, images.width, 1]),
    };
  },
};

/** EMNIST's sets of letters, by their classes, and all of its parts, by their images: https://www.nist.gov/itl/products-and-services/emnist-dataset */
const emnist = {
  classes: [26, 47, 62],
  images: [697_932, 116_323, 112_800, 18_800, 124_800, 88_800, 20_800, 14_800, 240_000, 40_000],
};

/** Whether images that are read as they stand may be EMNIST's, which no name of theirs says. */
function mayBeTransposed({ transposed, isNamed, width, height, classes, count }: Images): boolean {
  if (transposed || width !== 28 || height !== 28) return false;
  return isNamed || emnist.classes.includes(classes.length) || emnist.images.includes(count);
}

const rowsOf = ({ count, labels }: Images) => ({ rows: count, classes: labels });

function knownOf({ source }: IdxConfig, images: Images): KnownRows {
  const { pixels, labels, classes: names, width, height } = images;
  const features = width * height;
  const facts = { ...rowsOf(images), task: "classification", names } as const;
  const valueAt = (row: number, place: number): number => pixels[row * features + place]!;
  return knownRows(source, facts, features, valueAt, labels, { bytes: pixels, width: features });
}

function shapeOf({ width, height, classes }: Images): DataShape {
  return {
    features: width * height,
    image: [height, width, 1],
    outputs: classes.length,
    task: "classification",
  };
}

async function readImages(config: IdxConfig): Promise<Images> {
  const { images, labels, isNamed } = await withIdxPair(config, async (imageFile, labelFile) => ({
    isNamed: /emnist/i.test(imageFile.name),
    images: await readImageFile(imageFile, config.images),
    labels: await readLabelFile(labelFile, config.labels),
  }));
  const [count = 0, rows = 0, columns = 0] = images.dimensions;
  const [height, width] = config.transposed ? [columns, rows] : [rows, columns];
  if (labels.length !== count) {
    throw new LabError("idxCountsDiffer", {
      ...fileOf(config.images),
      images: count,
      labels: labels.length,
    });
  }
  if (count * width * height === 0) throw new LabError("idxEmpty", fileOf(config.images));
  const { numbers, classes } = numberLabels(fileOf(config.labels), labels);
  return {
    count,
    width,
    height,
    pixels: images.values,
    transposed: config.transposed,
    isNamed,
    labels: Int32Array.from(numbers),
    classes,
  };
}

function pickImages({ pixels, transposed, labels, width, height }: Images, numbers: Int32Array): RawSplit {
  const features = width * height;
  const inputs = new Float32Array(numbers.length * features);
  numbers.forEach((number, row) => {
    for (let feature = 0; feature < features; feature++) {
      const place = transposed ? (feature % width) * height + Math.floor(feature / width) : feature;
      inputs[row * features + feature] = pixels[number * features + place]! / 255;
    }
  });
  return { inputs, targets: Float32Array.from(numbers, (number) => labels[number]!), rows: numbers.length };
}
