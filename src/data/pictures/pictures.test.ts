import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gunzipSync, gzipSync } from "node:zlib";
import encodeJpeg, { init } from "@jsquash/jpeg/encode.js";
import { beforeAll, describe, expect, test } from "vitest";
import { packageFolder } from "../../platform/package-folder";
import { type DataConfig, dataSchema } from "../kinds";
import { loadDataset, previewData } from "../load";
import { zipOf } from "../npz/testing";
import { failureOfPromise, rawData, rowsOf, temporaryFile, temporaryFolder } from "../testing";
import { holdsPictures } from "./picture-files";
import { resized } from "./resize";
import { chunk, cmykJpeg, png, pngStart, writeFiles } from "./testing";

const mnistFolder = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data", "mnist-t10k");

type Files = Readonly<Record<string, Uint8Array>>;

function config(folder: string, changes: object = {}): DataConfig {
  return dataSchema.parse({ source: "pictures", folder, train: 2, validation: 2, ...changes });
}

const inFolder = (files: Files, changes: object = {}) =>
  config(writeFiles(temporaryFolder(), files), changes);

/** A grey picture of 4 × 3 whose pixels count from a number. */
const grey = (first: number) =>
  png(
    4,
    3,
    Uint8Array.from({ length: 12 }, (_, index) => first + index),
  );
const four: Files = { "a/1.png": grey(0), "a/2.png": grey(20), "b/1.png": grey(40), "b/2.png": grey(60) };

/** The first pixel and the class of every sample, in ascending order. */
async function samplesOf(data: DataConfig) {
  const { train, validation, shape } = await rawData(data);
  const samples = [train, validation].flatMap((split) =>
    rowsOf(split, shape.features).map(([pixel], row) => [Math.round(255 * pixel!), split.targets[row]!]),
  );
  return samples.sort(([one = 0], [other = 0]) => one - other);
}

beforeAll(async () => {
  const wasmBinary = readFileSync(join(packageFolder("@jsquash/jpeg"), "codec/enc/mozjpeg_enc.wasm"));
  await init({ wasmBinary } as never);
});

/** @param colourAt red, green and blue of a pixel */
async function jpeg(width: number, height: number, colourAt: (x: number, y: number) => number[]) {
  const pixels = Array.from({ length: width * height }, (_, pixel) => [
    ...colourAt(pixel % width, Math.floor(pixel / width)),
    255,
  ]);
  const data = Uint8ClampedArray.from(pixels.flat());
  return Buffer.from(await encodeJpeg({ width, height, data, colorSpace: "srgb" }, { quality: 100 }));
}

test("the classes are the folders in the order of their names, the values grey from 0 to 1", async () => {
  const data = inFolder(four);
  expect(await samplesOf(data)).toEqual([
    [0, 0],
    [20, 0],
    [40, 1],
    [60, 1],
  ]);
  const { shape, inputs, train } = await rawData(data);
  expect(shape).toEqual({ features: 12, image: [3, 4, 1], outputs: 2, task: "classification" });
  expect(inputs).toBe("pixels");
  expect(rowsOf(train, 12)[0]).toEqual(
    Array.from({ length: 12 }, (_, index) => Math.fround((train.inputs[0]! * 255 + index) / 255)),
  );
  const preview = await previewData(data);
  expect(preview).toMatchObject({ failure: null, rows: 4, classes: ["a", "b"] });
  expect(preview.sample).toMatchObject({ kind: "images", width: 4, height: 3, channels: 1 });
  expect(preview).not.toHaveProperty("notes");
});

describe("the same, to the bit", () => {
  const whole = () => loadDataset(inFolder(four));

  test.each<[string, (files: Files) => DataConfig]>([
    ["written in another order", (files) => inFolder(Object.fromEntries(Object.entries(files).reverse()))],
    ["in a zip", (files) => config(temporaryFile("a.zip", zipOf(files)))],
    [
      "in a packed zip of another order",
      (files) =>
        config(temporaryFile("a.zip", zipOf(Object.fromEntries(Object.entries(files).reverse()), true))),
    ],
    [
      "in a zip with a folder around it",
      (files) =>
        config(
          temporaryFile(
            "a.zip",
            zipOf(Object.fromEntries(Object.entries(files).map(([name, file]) => [`flowers/${name}`, file]))),
          ),
        ),
    ],
    [
      "beside what systems leave behind",
      (files) =>
        inFolder({
          ...files,
          ".DS_Store": Buffer.of(1),
          "a/Thumbs.db": Buffer.of(1),
          "a/._1.png": Buffer.of(1),
          "__MACOSX/a/1.png": grey(1),
          ".git/x/y.png": grey(1),
          "desktop.ini": Buffer.of(1),
        }),
    ],
    [
      "beside what systems leave behind, in a zip",
      (files) =>
        config(
          temporaryFile(
            "a.zip",
            zipOf({ "__MACOSX/a/._1.png": Buffer.of(1), ...files, "a/.DS_Store": Buffer.of(1) }),
          ),
        ),
    ],
    ["beside broken files", (files) => inFolder({ ...files, "a/0.png": grey(9).subarray(0, 40) })],
    [
      "in colours that are grey",
      () =>
        inFolder(
          Object.fromEntries(
            [0, 20, 40, 60].map((first, index) => [
              `${"ab"[index >> 1]!}/${index}.png`,
              png(
                4,
                3,
                Uint8Array.from({ length: 36 }, (_, place) => first + Math.floor(place / 3)),
              ),
            ]),
          ),
        ),
    ],
    ["with its proposals written down", (files) => inFolder(files, { height: 3, width: 4, channels: 1 })],
  ])("%s", async (_name, written) => {
    expect(await loadDataset(written(four))).toEqual(await whole());
  });

  test("through links", async () => {
    const folder = temporaryFolder();
    const real = writeFiles(temporaryFolder(), four);
    symlinkSync(join(real, "a"), join(folder, "a"));
    symlinkSync(join(real, "b"), join(folder, "b"));
    symlinkSync("/nowhere", join(folder, "a", "lost.png"));
    expect(await loadDataset(config(folder))).toEqual(await whole());
  });
});

test("a folder in a class's folder belongs to the class; names with accents are one, however written", async () => {
  const { classes, rows } = await previewData(
    inFolder({
      "cafe\u0301/x/1.png": grey(0),
      "caf\u00e9s/2.png": grey(1),
      "a/3.png": grey(2),
      "a/4.png": grey(3),
    }),
  );
  expect({ classes, rows }).toEqual({ classes: ["a", "caf\u00e9", "caf\u00e9s"], rows: 4 });
});

test("files that are no samples are left out, counted and named", async () => {
  const bytes = grey(1);
  const flipped = Buffer.from(bytes);
  flipped[45]! ^= 4;
  const colour = await jpeg(8, 8, () => [200, 0, 0]);
  const files: Files = {
    ...four,
    "a/cut.png": bytes.subarray(0, bytes.length - 15),
    "a/empty.png": Buffer.alloc(0),
    "a/flipped.png": flipped,
    "b/cut.jpg": colour.subarray(0, colour.length - 30),
    "b/notes.txt": Buffer.from("notes"),
    "b/page.jpg": Buffer.from("<!doctype html>"),
    "b/print.jpg": cmykJpeg,
    "b/moving.gif": Buffer.from("GIF89a and so on"),
    "b/huge.png": Buffer.concat([
      bytes.subarray(0, 8),
      pngStart(60_000, 60_000, 0),
      chunk("IDAT", deflateSync(bytes)),
      chunk("IEND", Buffer.alloc(0)),
    ]),
    "alone.png": bytes,
  };
  const { rows, notes } = await previewData(inFolder(files));
  expect(rows).toBe(4);
  expect(notes).toEqual([
    { code: "picturesBroken", parameters: { count: 6, files: "a/cut.png, a/empty.png, a/flipped.png, …" } },
    { code: "picturesCmyk", parameters: { count: 1, files: "b/print.jpg" } },
    { code: "picturesOther", parameters: { count: 1, files: "b/moving.gif" } },
    { code: "picturesLarge", parameters: { count: 1, files: "b/huge.png" } },
    { code: "picturesBeside", parameters: { count: 1, files: "alone.png" } },
  ]);
  const zip = temporaryFile("a.zip", zipOf(files, true));
  expect((await previewData(config(zip))).notes).toEqual(notes);
});

describe("what is proposed", () => {
  const flat = (width: number, height: number, channels: number) =>
    png(
      width,
      height,
      Uint8Array.from({ length: width * height * channels }, (_, place) => 100 + (place % channels)),
    );
  const twice = (one: Buffer, other = one): Files => ({
    "a/1.png": one,
    "a/2.png": one,
    "b/1.png": other,
    "b/2.png": other,
  });

  test.each<[string, Files, object, object]>([
    ["the size that all have", twice(flat(28, 20, 1)), {}, { height: 20, width: 28, channels: 1 }],
    ["32 × 32 for large ones", twice(flat(65, 20, 1)), {}, { height: 32, width: 32, channels: 1 }],
    [
      "32 × 32 for different ones",
      twice(flat(28, 20, 1), flat(20, 28, 1)),
      {},
      { height: 32, width: 32, channels: 1 },
    ],
    [
      "colour if one has colours",
      twice(flat(8, 8, 1), flat(8, 8, 3)),
      {},
      { height: 8, width: 8, channels: 3 },
    ],
    [
      "what the document says stays",
      twice(flat(8, 8, 3)),
      { width: 5, channels: 1 },
      { height: 8, width: 5, channels: 1 },
    ],
  ])("%s", async (_name, files, changes, proposed) => {
    const { height, width, channels } = proposed as { height: number; width: number; channels: number };
    expect(await previewData(inFolder(files, changes))).toMatchObject({
      proposed,
      shape: { features: height * width * channels, image: [height, width, channels] },
    });
    expect((await rawData(inFolder(files, changes))).shape.image).toEqual([height, width, channels]);
  });
});

test("colours come as red, green and blue; grey is their luminance; what is transparent is white", async () => {
  const pixels = Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 7, 7, 7, 0]);
  const file = png(4, 1, pixels);
  const files = { "a/1.png": file, "a/2.png": file, "b/1.png": file, "b/2.png": file };
  const valuesOf = async (channels: number) =>
    Array.from(
      (await rawData(inFolder(files, { channels }))).train.inputs.subarray(0, 4 * channels),
      (value) => Math.round(255 * value),
    );
  expect(await valuesOf(3)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
  // Pillow's convert("L") of the first three.
  expect(await valuesOf(1)).toEqual([76, 150, 29, 255]);
});

test.each<[string, number, number, Buffer, Buffer[], number[]]>([
  ["16 bits", 16, 0, Buffer.from([0, 0x12, 0xff, 0xfe, 0x01]), [], [0x12, 0xfe]],
  ["1 bit", 1, 0, Buffer.from([0, 0b01000000]), [], [0, 255]],
  ["a palette", 8, 3, Buffer.from([0, 1, 0]), [chunk("PLTE", Buffer.from([9, 9, 9, 70, 70, 70]))], [70, 9]],
  [
    "a palette with a transparent colour",
    8,
    3,
    Buffer.from([0, 1, 0]),
    [chunk("PLTE", Buffer.from([9, 9, 9, 70, 70, 70])), chunk("tRNS", Buffer.of(0, 255))],
    [70, 255],
  ],
])("a PNG of %s", async (_name, depth, type, row, chunks, values) => {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 1, depth, type, 0, 0, 0]);
  const file = Buffer.concat([
    grey(0).subarray(0, 8),
    chunk("IHDR", header),
    ...chunks,
    chunk("IDAT", deflateSync(row)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  const files = { "a/1.png": file, "a/2.png": file, "b/1.png": file, "b/2.png": file };
  const { train } = await rawData(inFolder(files));
  expect(Array.from(train.inputs.subarray(0, 2), (value) => Math.round(255 * value))).toEqual(values);
});

test("a JPEG stands as its orientation says", async () => {
  // The left half is dark.
  const file = await jpeg(16, 8, (x) => (x < 8 ? [0, 0, 0] : [255, 255, 255]));
  const turned = (orientation: number) => {
    const exif = Buffer.from(
      `Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(orientation)}\0\0\0\0\0\0`,
      "latin1",
    );
    const start = Buffer.of(0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2);
    return Buffer.concat([start, exif, file.subarray(2)]);
  };
  const shownAs = async (orientation: number, x: number, y: number) => {
    const picture = turned(orientation);
    const { train, shape } = await rawData(
      inFolder({ "a/1.jpg": picture, "a/2.jpg": picture, "b/1.jpg": picture, "b/2.jpg": picture }),
    );
    return { size: shape.image, value: Math.round(train.inputs[y * shape.image![1] + x]!) };
  };
  expect(await shownAs(1, 1, 1)).toEqual({ size: [8, 16, 1], value: 0 });
  // By half a turn, and by a quarter to the right: what was left is above.
  expect(await shownAs(3, 1, 1)).toEqual({ size: [8, 16, 1], value: 1 });
  expect(await shownAs(6, 1, 1)).toEqual({ size: [16, 8, 1], value: 0 });
  expect(await shownAs(6, 1, 14)).toEqual({ size: [16, 8, 1], value: 1 });
  expect(await shownAs(8, 1, 1)).toEqual({ size: [16, 8, 1], value: 1 });
});

describe("another size", () => {
  const ramp = {
    width: 8,
    height: 2,
    channels: 1 as const,
    pixels: Uint8Array.from({ length: 16 }, (_, place) => 10 * (place % 8)),
  };

  test("is a mean of what each pixel covers, as Pillow's bilinear filter has it", () => {
    // Image.resize((4, 1), Image.BILINEAR) of the ramp, and ((3, 3), ...).
    expect([...resized(ramp, 4, 1).pixels]).toEqual([7, 25, 45, 63]);
    expect(resized(ramp, 8, 2)).toEqual(ramp);
  });

  test.each([
    [1, 1],
    [3, 5],
    [8, 2],
    [17, 31],
  ])("of %s × %s leaves one colour as it is, in each channel", (width, height) => {
    const pixels = Uint8Array.from({ length: 7 * 5 * 3 }, (_, place) => [255, 0, 77][place % 3]!);
    const { pixels: result } = resized({ width: 7, height: 5, channels: 3, pixels }, width, height);
    expect(result).toEqual(
      Uint8Array.from({ length: width * height * 3 }, (_, place) => [255, 0, 77][place % 3]!),
    );
  });
});

describe("is refused by name", () => {
  const broken = Buffer.from("nothing");

  test.each<[string, () => DataConfig, [string, object]]>([
    ["what is not there", () => config("/nowhere/pictures"), ["fileMissing", { file: "pictures" }]],
    ["a folder without folders", () => inFolder({ "1.png": grey(1) }), ["picturesNone", {}]],
    ["an empty folder", () => inFolder({}), ["picturesNone", {}]],
    ["a table", () => config(temporaryFile("a.csv", "a,b\n1,2\n")), ["picturesNone", { file: "a.csv" }]],
    [
      "a zip of a table",
      () => config(temporaryFile("a.zip", zipOf({ "a.csv": broken }))),
      ["picturesNone", { file: "a.zip" }],
    ],
    [
      "a damaged zip",
      () => config(temporaryFile("a.zip", zipOf(four).subarray(0, 200))),
      ["fileDamaged", { file: "a.zip" }],
    ],
    ["one class", () => inFolder({ "a/1.png": grey(1), "a/2.png": grey(2) }), ["oneClass", { value: "a" }]],
    [
      "folders of nothing readable",
      () => inFolder({ "a/1.png": broken, "b/1.png": broken }),
      ["picturesNoneUsable", { files: "a/1.png, b/1.png" }],
    ],
    [
      "parts of a data set",
      () => inFolder({ "train/a/1.png": grey(1), "test/a/1.png": grey(1) }),
      ["picturesSplit", { folders: "test, train" }],
    ],
    [
      "too few pictures",
      () => inFolder(four, { train: 3 }),
      ["tooFewRows", { rows: 4, train: 3, validation: 2, test: 0 }],
    ],
  ])("%s", async (_name, written, [code, parameters]) => {
    const [found, said] = await failureOfPromise(rawData(written()));
    expect(found).toBe(code);
    expect(said).toMatchObject(parameters);
  });

  test("a device", async () => {
    expect((await failureOfPromise(rawData(config("/dev/null"))))[0]).toBe("picturesNone");
  });
});

test("a zip whose files share their bytes is not unpacked", async () => {
  const file = grey(1);
  const zip = zipOf({ "a/1.png": file, "b/1.png": file, "b/2.png": file });
  // Every entry of the directory points at the first file.
  let at = zip.indexOf("PK\x01\x02");
  const one = zip.subarray(at, zip.indexOf("PK\x01\x02", at + 4));
  const many = Buffer.concat(Array.from({ length: 500 }, () => one));
  at = zip.lastIndexOf("PK\x05\x06");
  const end = Buffer.from(zip.subarray(at));
  end.writeUInt16LE(500, 8);
  end.writeUInt16LE(500, 10);
  end.writeUInt32LE(many.length, 12);
  const bomb = Buffer.concat([zip.subarray(0, zip.indexOf("PK\x01\x02")), many, end]);
  expect(await failureOfPromise(rawData(config(temporaryFile("bomb.zip", bomb))))).toEqual([
    "fileDamaged",
    { file: "bomb.zip" },
  ]);
});

test("what grows beyond 64 MiB when it is unpacked is left out unread", async () => {
  const zip = temporaryFile("a.zip", zipOf({ ...four, "a/0.png": Buffer.alloc(2 ** 26 + 1) }, true));
  const { notes, rows } = await previewData(config(zip));
  expect(rows).toBe(4);
  expect(notes).toEqual([{ code: "picturesLarge", parameters: { count: 1, files: "a/0.png" } }]);
});

test("a picture that grows beyond its header takes no more memory than its header says", async () => {
  const bomb = Buffer.concat([
    grey(1).subarray(0, 8),
    pngStart(4, 3, 0),
    chunk("IDAT", deflateSync(Buffer.alloc(300_000_000), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  const before = process.memoryUsage().rss;
  const { rows } = await previewData(inFolder({ ...four, "a/bomb.png": bomb }));
  expect(rows).toBeGreaterThanOrEqual(4);
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

test("the preview sees that a file of the folder has changed", async () => {
  const folder = writeFiles(temporaryFolder(), { ...four, "a/3.png": Buffer.from("broken") });
  expect((await previewData(config(folder))).rows).toBe(4);
  writeFileSync(join(folder, "a", "3.png"), grey(9));
  expect((await previewData(config(folder))).rows).toBe(5);
  rmSync(join(folder, "b", "2.png"));
  expect((await previewData(config(folder))).rows).toBe(4);
  mkdirSync(join(folder, "empty"));
  expect((await previewData(config(folder))).classes).toEqual(["a", "b"]);
});

test("what a folder or a zip holds is told by names alone", async () => {
  const broken = Buffer.from("nothing");
  expect(await holdsPictures(writeFiles(temporaryFolder(), { "a/1.JPG": broken }))).toBe(true);
  expect(await holdsPictures(writeFiles(temporaryFolder(), { "1.jpg": broken }))).toBe(false);
  expect(await holdsPictures(writeFiles(temporaryFolder(), { "a/1.txt": broken }))).toBe(false);
  expect(await holdsPictures(temporaryFile("a.zip", zipOf({ "a/1.jpeg": broken })))).toBe(true);
});

test("MNIST as IDX and as a folder of PNG files is the same, to the bit", async (context) => {
  context.skip(!existsSync(mnistFolder), "../shared/data/mnist-t10k is not there");
  const read = (name: string) => gunzipSync(readFileSync(join(mnistFolder, name)));
  const [images, labels] = [read("t10k-images-idx3-ubyte.gz"), read("t10k-labels-idx1-ubyte.gz")];
  const count = 500;
  const files: Record<string, Uint8Array> = {};
  for (let index = 0; index < count; index++) {
    const pixels = images.subarray(16 + 784 * index, 16 + 784 * (index + 1));
    files[`${labels[8 + index]!}/${String(index).padStart(5, "0")}.png`] = png(28, 28, pixels);
  }
  const splits = { train: 400, validation: 100 };
  const asFolder = await loadDataset(inFolder(files, splits));
  // IDX with its images in the order of the folder.
  const order = Object.keys(files)
    .sort()
    .map((name) => Number(name.slice(2, 7)));
  const header = (kind: number, ...sides: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * sides.length);
    bytes.writeUInt32BE(0x800 + kind, 0);
    sides.forEach((side, index) => bytes.writeUInt32BE(side, 4 + 4 * index));
    return bytes;
  };
  const folder = writeFiles(temporaryFolder(), {
    images: gzipSync(
      Buffer.concat([
        header(3, count, 28, 28),
        ...order.map((index) => images.subarray(16 + 784 * index, 16 + 784 * (index + 1))),
      ]),
    ),
    labels: Buffer.concat([header(1, count), Buffer.from(order.map((index) => labels[8 + index]!))]),
  });
  const asIdx = await loadDataset(
    dataSchema.parse({
      source: "idx",
      images: join(folder, "images"),
      labels: join(folder, "labels"),
      ...splits,
    }),
  );
  expect({ ...asFolder, train: null, validation: null }).toEqual({ ...asIdx, train: null, validation: null });
  for (const split of ["train", "validation"] as const) {
    for (const part of ["inputs", "targets"] as const) {
      expect(Buffer.from(asFolder[split][part].buffer).equals(Buffer.from(asIdx[split][part].buffer))).toBe(
        true,
      );
    }
  }
});

test("a zip of many images, some damaged, is read whole whenever it is asked for", async () => {
  const noise = (seed: number) =>
    png(
      40,
      40,
      Uint8Array.from({ length: 4800 }, (_, place) => (place * place * seed) % 251),
    );
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`${index % 2}/${index}.png`, noise(index + 1)]),
  );
  const zip = zipOf(files);
  for (const place of [0.1, 0.3, 0.5, 0.7]) zip[Math.floor(place * zip.length)]! ^= 1;
  const path = temporaryFile("a.zip", zip);
  for (let time = 0; time < 10; time++) {
    // Other widths are read anew.
    const { rows, notes } = await previewData(config(path, time % 2 ? {} : { width: 10 + time }));
    expect(rows).toBeLessThan(40);
    expect(notes).toMatchObject([{ code: "picturesBroken", parameters: { count: 40 - rows } }]);
  }
});
