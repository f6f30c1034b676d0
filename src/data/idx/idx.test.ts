import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Readable } from "node:stream";
import { createGunzip, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { dataSchema, type DataConfig, kindOfSource } from "../kinds";
import { ByteReader } from "../files-by-bytes";
import { loadDataset, previewData } from "../load";
import { failureOfPromise, temporaryFile } from "../testing";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const mnistFolder = join(repository, "..", "shared", "data", "mnist-t10k");

/** Header and values of an IDX file. */
function idxBytes(dimensions: number[], values: ArrayLike<number>, type = 0x08): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUInt8(type, 2);
  header.writeUInt8(dimensions.length, 3);
  dimensions.forEach((side, index) => header.writeUInt32BE(side, 4 + 4 * index));
  return Buffer.concat([header, Buffer.from(Uint8Array.from(values))]);
}

const count = 20;
/** 20 images of 2 rows × 3 columns; image n is filled with the value n. */
const pixels = Array.from({ length: count * 6 }, (_, index) => Math.floor(index / 6));
const labels = Array.from({ length: count }, (_, image) => 1 + (image % 3));
const imageBytes = idxBytes([count, 2, 3], pixels);
const labelBytes = idxBytes([count], labels);

/** QMNIST's label rows: big-endian int32, of which the first is the class. */
function labelRows(classes: readonly number[], columns: number): Buffer {
  const rows = classes.flatMap((label) => [label, ...Array<number>(columns - 1).fill(7)]);
  const values = Buffer.alloc(4 * rows.length);
  rows.forEach((value, index) => values.writeInt32BE(value, 4 * index));
  return idxBytes([classes.length, columns], values, 0x0c);
}

function config(images: Uint8Array, labelFile: Uint8Array, changes: object = {}): DataConfig {
  return dataSchema.parse({
    source: "idx",
    images: temporaryFile("images", images),
    labels: temporaryFile("labels", labelFile),
    train: 12,
    validation: 8,
    ...changes,
  });
}

test("images that may be EMNIST's are told where nothing turns them over", async () => {
  const letters = (classes: number) => {
    const rows = 3 * classes;
    const bytes = idxBytes([rows, 28, 28], new Uint8Array(rows * 784));
    return config(
      bytes,
      idxBytes(
        [rows],
        Array.from({ length: rows }, (_, row) => 1 + (row % classes)),
      ),
    );
  };
  const { notes } = await previewData(letters(26));
  expect(notes).toEqual([{ code: "idxMayBeTransposed", parameters: { classes: 26 } }]);
  expect((await previewData({ ...letters(26), transposed: true } as DataConfig)).notes).toBeUndefined();
  expect((await previewData(letters(10))).notes).toBeUndefined();
});

afterEach(() => vi.restoreAllMocks());

const load = (...files: Parameters<typeof config>) => loadDataset(config(...files));

describe.each([
  ["plain", (bytes: Buffer) => bytes],
  ["gzipped", (bytes: Buffer) => gzipSync(bytes)],
])("%s files", (_, packed) => {
  test("every image is in one split, divided by 255, with its own label", async () => {
    const { train, validation, features, outputs, task } = await load(packed(imageBytes), packed(labelBytes));
    expect({ features, outputs, task }).toEqual({ features: 6, outputs: 3, task: "classification" });
    const seen = [train, validation].flatMap((split) =>
      Array.from({ length: split.rows }, (_unused, row) => {
        const image = split.inputs.slice(row * 6, row * 6 + 6);
        expect(new Set(image).size).toBe(1);
        const value = Math.round(image[0]! * 255);
        expect(image[0]).toBe(Math.fround(value / 255));
        // The labels 1, 2 and 3 are the classes 0, 1 and 2.
        expect(split.targets[row]).toBe(value % 3);
        return value;
      }),
    );
    expect(seen.sort((one, other) => one - other)).toEqual(
      Array.from({ length: count }, (_unused, image) => image),
    );
  });

  test("the preview has images of the training split and the labels' names", async () => {
    const data = config(packed(imageBytes), packed(labelBytes));
    const preview = await previewData(data);
    expect(preview).toMatchObject({ rows: count, classes: ["1", "2", "3"], failure: null });
    if (preview.sample.kind !== "images") return expect.unreachable();
    expect([preview.sample.width, preview.sample.height]).toEqual([3, 2]);
    const { train } = await loadDataset(data);
    const values = (image: Float32Array) => Array.from(image, (value) => Math.round(value * 255));
    expect(preview.sample.pixels.map((image) => Array.from(image))).toEqual(
      Array.from({ length: 12 }, (_unused, row) => values(train.inputs.slice(6 * row, 6 * row + 6))),
    );
  });

  test.each<[string, Buffer, Buffer, [string, object]]>([
    [
      "image and label files swapped",
      labelBytes,
      imageBytes,
      ["idxNotImages", { file: "images", dimensions: 1 }],
    ],
    ["images for labels", imageBytes, imageBytes, ["idxNotLabels", { file: "labels", dimensions: 3 }]],
    ["another file", Buffer.from("length,width"), labelBytes, ["idxNotIdx", { file: "images" }]],
    ["an empty file", Buffer.alloc(0), labelBytes, ["idxNotIdx", { file: "images" }]],
    ["a header cut short", imageBytes.subarray(0, 9), labelBytes, ["idxNotIdx", { file: "images" }]],
    [
      "values of float32",
      idxBytes([1, 1, 1], [0, 0, 0, 0], 0x0d),
      labelBytes,
      ["idxNotBytes", { file: "images" }],
    ],
    [
      "bytes after the end",
      Buffer.concat([imageBytes, Buffer.of(1)]),
      labelBytes,
      ["idxTooLong", { file: "images", promised: 120 }],
    ],
    [
      "another number of labels",
      imageBytes,
      idxBytes([19], labels.slice(1)),
      ["idxCountsDiffer", { file: "images", images: 20, labels: 19 }],
    ],
    ["images without pixels", idxBytes([count, 0, 3], []), labelBytes, ["idxEmpty", { file: "images" }]],
    [
      "one class",
      imageBytes,
      idxBytes([count], Array(count).fill(7)),
      ["oneClass", { file: "labels", value: "7" }],
    ],
    [
      "counts beyond any memory",
      idxBytes([0xffffffff, 0xffff, 0xffff], [1]),
      labelBytes,
      ["idxTooLarge", { file: "images", promised: 0xffffffff * 0xffff * 0xffff }],
    ],
  ])("%s", async (_name, images, labelFile, failure) => {
    expect(await failureOfPromise(load(packed(images), packed(labelFile)))).toEqual(failure);
  });

  test("values cut short, and a header that promises what so small a file cannot hold", async () => {
    const short = await failureOfPromise(load(packed(imageBytes.subarray(0, 100)), packed(labelBytes)));
    expect(short).toMatchObject(["idxTooShort", { promised: 120 }]);
    const reads = vi.spyOn(ByteReader.prototype, "read");
    const absurd = await failureOfPromise(load(packed(idxBytes([2 ** 20, 32, 32], [1])), packed(labelBytes)));
    expect(absurd).toMatchObject(["idxTooShort", { promised: 2 ** 30 }]);
    // Magic number and header: memory for the values was never asked for.
    expect(reads.mock.calls).toEqual([[4], [12]]);
  });

  test("too few images", async () => {
    const data = config(packed(imageBytes), packed(labelBytes), { train: 13 });
    const failure = { rows: 20, train: 13, validation: 8, test: 0 };
    expect(await failureOfPromise(loadDataset(data))).toEqual(["tooFewRows", failure]);
    const preview = await previewData(data);
    expect(preview).toMatchObject({
      shape: { features: 6 },
      failure: { code: "tooFewRows", parameters: failure },
    });
  });
});

test("a gzip file that breaks off or is damaged", async () => {
  const noise = Uint8Array.from(
    { length: 60_000 },
    (_, index) => (index * 7919 + (index >> 3) * 104_729) % 251,
  );
  const packed = gzipSync(idxBytes([100, 20, 30], noise));
  const [broken] = await failureOfPromise(load(packed.subarray(0, packed.length - 500), labelBytes));
  expect(broken).toBe("fileDamaged");
  const damaged = Buffer.from(packed);
  damaged.fill(0xff, 200, 260);
  const [code] = await failureOfPromise(load(damaged, labelBytes));
  expect(code).toBe("fileDamaged");
});

const times = (bytes: Uint8Array, layers: number): Uint8Array =>
  layers === 0 ? bytes : times(gzipSync(bytes), layers - 1);
const withZeros = (bytes: Uint8Array, count: number) => Buffer.concat([bytes, Buffer.alloc(count)]);

describe("relatives of MNIST's files hold the same images", () => {
  test.each<[string, Buffer | Uint8Array, Buffer | Uint8Array]>([
    ["gzip in gzip", times(imageBytes, 2), times(labelBytes, 2)],
    ["gzip in gzip in gzip", times(imageBytes, 3), times(labelBytes, 3)],
    [
      "zeros behind the gzip stream",
      withZeros(gzipSync(imageBytes), 512),
      withZeros(gzipSync(labelBytes), 1),
    ],
    [
      "many zeros behind it",
      withZeros(gzipSync(imageBytes), 200_000),
      withZeros(gzipSync(labelBytes), 65_536),
    ],
    ["zeros behind both streams", withZeros(gzipSync(withZeros(gzipSync(imageBytes), 512)), 512), labelBytes],
    ["zeros behind the values", withZeros(imageBytes, 512), withZeros(labelBytes, 65_536)],
    ["QMNIST's label rows", imageBytes, labelRows(labels, 8)],
    [
      "integers as labels",
      imageBytes,
      Buffer.concat([idxBytes([count], [], 0x0c), labelRows(labels, 1).subarray(12)]),
    ],
    [
      "labels below zero",
      imageBytes,
      labelRows(
        labels.map((label) => label - 200),
        2,
      ),
    ],
  ])("%s", async (_name, images, labelFile) => {
    const { train, validation } = await load(images, labelFile);
    const plain = await load(imageBytes, labelBytes);
    expect({ train, validation }).toEqual({ train: plain.train, validation: plain.validation });
  });

  test("EMNIST's letters count from 1 to 26", async () => {
    const letters = Array.from({ length: count }, (_, image) => 7 + image);
    const preview = await previewData(config(imageBytes, idxBytes([count], letters)));
    expect(preview).toMatchObject({ classes: letters.map(String), shape: { outputs: count }, failure: null });
  });

  test("transposed images are turned upright, and only if the document says so", async () => {
    // Each picture of 2 rows × 3 columns, and the same one column by column.
    const upright = Array.from({ length: count }, (_, image) =>
      [0, 1, 2, 3, 4, 5].map((place) => image + 40 * place),
    );
    const onSide = upright.map((pixel) => [0, 3, 1, 4, 2, 5].map((place) => pixel[place]!));
    const stored = idxBytes([count, 3, 2], onSide.flat());
    const turned = await load(stored, labelBytes, { transposed: true });
    const wanted = await load(idxBytes([count, 2, 3], upright.flat()), labelBytes);
    expect(turned).toEqual(wanted);
    expect(turned.image).toEqual([2, 3, 1]);
    const asStored = await load(stored, labelBytes);
    expect(asStored.image).toEqual([3, 2, 1]);
    const preview = await previewData(config(stored, labelBytes, { transposed: true }));
    expect(preview.sample).toEqual(
      (await previewData(config(idxBytes([count, 2, 3], upright.flat()), labelBytes))).sample,
    );
  });

  test.each<[string, Uint8Array, Uint8Array, [string, object]]>([
    ["four layers of gzip", times(imageBytes, 4), labelBytes, ["idxNotIdx", { file: "images" }]],
    [
      "more zeros than a tape needs",
      withZeros(imageBytes, 65_537),
      labelBytes,
      ["idxTooLong", { file: "images" }],
    ],
    [
      "zeros and then something",
      Buffer.concat([withZeros(imageBytes, 9), Buffer.of(1)]),
      labelBytes,
      ["idxTooLong", {}],
    ],
    [
      "rows of bytes as labels",
      imageBytes,
      idxBytes([count, 1], labels),
      ["idxNotLabels", { dimensions: 2 }],
    ],
    [
      "label rows without columns",
      imageBytes,
      idxBytes([count, 0], [], 0x0c),
      ["idxNotLabels", { dimensions: 2 }],
    ],
    [
      "label rows cut short",
      imageBytes,
      labelRows(labels, 8).subarray(0, 600),
      ["idxTooShort", { promised: 640 }],
    ],
    ["images of integers", labelRows(labels, 8), labelBytes, ["idxNotBytes", { file: "images" }]],
    [
      "more labels than classes can have",
      idxBytes([1001, 1, 1], Array<number>(1001).fill(0)),
      labelRows(
        Array.from({ length: 1001 }, (_, image) => image),
        1,
      ),
      ["tooManyClasses", { file: "labels", limit: 1000 }],
    ],
    [
      "label rows beyond any memory",
      imageBytes,
      times(idxBytes([0xffffffff, 0xffffffff], [1], 0x0c), 2),
      ["idxTooLarge", { file: "labels" }],
    ],
  ])("but not %s", async (_name, images, labelFile, [code, parameters]) => {
    expect(await failureOfPromise(load(images, labelFile))).toMatchObject([code, parameters]);
  });

  test.each([
    "<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head></html>\n",
    "\ufeff\n <html lang=en>",
    "<!-- saved -->\n<!-- twice --><!doctype HTML>",
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>',
  ])("a page under the data's name is called one: %j", async (text) => {
    for (const page of [Buffer.from(text), gzipSync(text)]) {
      expect(await failureOfPromise(load(page, labelBytes))).toEqual(["dataIsPage", { file: "images" }]);
      expect(await failureOfPromise(load(imageBytes, page))).toEqual(["dataIsPage", { file: "labels" }]);
    }
  });
});

test("the files of the issue: a page and a tail of zeros", async (context) => {
  const tables = join(repository, "..", "shared", "data", "tables");
  context.skip(!existsSync(tables), "../shared/data/tables is not there");
  const files = (images: string) =>
    dataSchema.parse({
      source: "idx",
      images: join(tables, images),
      labels: join(tables, "same2000-labels-idx1-ubyte.gz"),
      train: 1000,
      validation: 1000,
    });
  const page = "html-images-idx3-ubyte.gz";
  expect(await failureOfPromise(loadDataset(files(page)))).toEqual(["dataIsPage", { file: page }]);
  const same = await loadDataset(files("same2000-images-idx3-ubyte.gz"));
  const tail = await loadDataset(files("tail-images-idx3-ubyte.gz"));
  for (const split of ["train", "validation"] as const) {
    // A comparison number by number takes seconds.
    for (const part of ["inputs", "targets"] as const) {
      expect(Buffer.from(tail[split][part].buffer).equals(Buffer.from(same[split][part].buffer))).toBe(true);
    }
  }
});

test("a gzip bomb behind a small header is not unpacked", async () => {
  const bomb = gzipSync(Buffer.concat([imageBytes, Buffer.alloc(200_000_000)]));
  const Gunzip = createGunzip().constructor as unknown as new () => object;
  const pushes = vi.spyOn(Readable.prototype, "push");
  expect((await failureOfPromise(load(bomb, labelBytes)))[0]).toBe("idxTooLong");
  const unpacked = pushes.mock.calls
    .filter((_call, index) => pushes.mock.contexts[index] instanceof Gunzip)
    .reduce((sum, [piece]) => sum + ((piece as Buffer | null)?.length ?? 0), 0);
  // The header's own bytes, and what the stream unpacks ahead.
  expect(unpacked).toBeGreaterThan(imageBytes.length);
  expect(unpacked).toBeLessThan(1_000_000);
});

test("a missing label file", async () => {
  const data = config(imageBytes, labelBytes, { labels: "/nowhere/labels.gz" });
  expect(await failureOfPromise(loadDataset(data))).toEqual(["fileMissing", { file: "labels.gz" }]);
});

test("MNIST's own files", async (context) => {
  context.skip(!existsSync(mnistFolder), "../shared/data/mnist-t10k is not there");
  const { train, validation, features, outputs } = await loadDataset({
    source: "idx",
    transposed: false,
    division: "random",
    images: join(mnistFolder, "t10k-images-idx3-ubyte.gz"),
    labels: join(mnistFolder, "t10k-labels-idx1-ubyte.gz"),
    train: 9000,
    validation: 1000,
    test: 0,
    seed: 1,
  });
  expect({ features, outputs }).toEqual({ features: 784, outputs: 10 });
  const counts = Array<number>(10).fill(0);
  for (const label of [...train.targets, ...validation.targets]) counts[label]!++;
  // The test set's digits from 0 to 9, as in every copy.
  expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  const all = [...train.inputs, ...validation.inputs];
  expect(
    Math.min(
      ...[train.inputs, validation.inputs].map((split) => split.reduce((low, value) => Math.min(low, value))),
    ),
  ).toBe(0);
  expect(all.reduce((sum, value) => sum + value, 0) / all.length).toBeCloseTo(0.1325, 4);
});

test.each([
  ["file:0123456789abcdef/emnist-letters-train-images-idx3-ubyte.gz", true],
  ["/data/EMNIST-digits-images", true],
  ["file:0123456789abcdef/train-images-idx3-ubyte.gz", false],
  ["/data/emnist/t10k-images-idx3-ubyte", false],
  ["qmnist-test-images-idx3-ubyte", false],
])("whether %s is turned over is proposed by its name: %s", (images, transposed) => {
  const { follow } = kindOfSource("idx");
  expect(follow!({ images }, "images")).toEqual({ transposed });
  // What a person switches is not switched back.
  for (const other of ["labels", "transposed", "train"]) expect(follow!({ images }, other)).toEqual({});
});
