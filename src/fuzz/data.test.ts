import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { loadDataset, previewData } from "../data/load";
import { type DataConfig, dataSchema } from "../experiment/schema";
import { previewSchema } from "../contract/contract";
import { npy, npz, zipOf } from "../data/npz/testing";
import { chunk, png, pngStart, smallJpeg, writeFiles } from "../data/pictures/testing";
import { temporaryFolder } from "../lab/testing";
import { joined, mutatedBytes } from "./mutations";
import { fuzz, inFull } from "../test-size";
import { Outcomes } from "./outcome";

const folder = temporaryFolder();
afterAll(folder.remove);

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** Loads it as the trainer does; one in eight is also shown, as in the window, which reads the file twice more. */
async function read(config: DataConfig, outcomes: Outcomes, isShown: boolean): Promise<void> {
  const data = await outcomes.of(() => loadDataset(config));
  for (const { inputs, targets } of data ? [data.train, data.validation] : []) {
    if (![...inputs, ...targets].every(Number.isFinite)) throw new Error("a value is not finite");
  }
  if (!isShown) return;
  const preview = await outcomes.of(() => previewData(config));
  if (!preview) return;
  previewSchema.parse(preview);
  if (preview.failure?.code === "unexpected") throw new Error(JSON.stringify(preview.failure));
  if (data && preview.failure) throw new Error("it can be loaded and not shown");
}

const oneInEight = fc.nat(7).map((number) => number === 0);

const rows = Array.from({ length: 12 }, (_, row) => `${row},${-row / 2},1e${row % 3},${row % 2 ? "a" : "b"}`);
const table = new TextEncoder().encode(["one,two,three,kind", ...rows].join("\n"));
const cell = fc.oneof(
  fc.constantFrom("", "a", "b", "1", "-0.5", "1e400", "NaN", "Infinity", "0x10", "=1+1", '"', '""', "\u0000"),
  fc.constantFrom("__proto__", "constructor", "kind", "\u202e", "\ufeff", "1,5", " 1 ", "1_000"),
  fc.string({ unit: "binary" }),
  fc.double().map(String),
);
const grid = fc
  .tuple(fc.constantFrom(",", ";", "\t", "|"), fc.constantFrom("\n", "\r\n", "\r", "\n\n"))
  .chain(([mark, end]) =>
    fc
      .array(fc.array(cell, { maxLength: 5 }), { maxLength: 8 })
      .map((lines) => lines.map((cells) => cells.join(mark)).join(end)),
  );

test(`CSV files (seed ${fuzz.seed}): always loaded and shown, or refused by name`, async () => {
  const outcomes = new Outcomes();
  const choices = fc.record({
    content: fc.oneof(mutatedBytes(table), mutatedBytes(table), grid, fc.uint8Array()),
    target: fc.constantFrom("kind", "one", 0, 3, 2 ** 40),
    task: fc.constantFrom("classification" as const, "regression" as const),
    header: fc.boolean(),
    isShown: oneInEight,
  });
  await fc.assert(
    fc.asyncProperty(choices, async ({ content, isShown, ...rest }) => {
      const path = file("data.csv", content);
      await read(
        dataSchema.parse({ source: "csv", path, train: 4, validation: 2, ...rest }),
        outcomes,
        isShown,
      );
    }),
    fuzz,
  );
  expect(outcomes.codes).toEqual(
    expect.arrayContaining(["valid", "csvNotText", "csvRowLength", "csvTextValue"]),
  );
});

/** An IDX file whose header may promise anything. */
function idxFile(
  dimensions: readonly number[],
  values: Uint8Array,
  magic = [0, 0, 8, dimensions.length],
): Uint8Array {
  const header = new Uint8Array(4 + 4 * dimensions.length);
  header.set(magic);
  const view = new DataView(header.buffer);
  dimensions.forEach((side, index) => view.setUint32(4 + 4 * index, side));
  return joined(header, values);
}

const count = fc.constantFrom(0, 1, 2, 3, 8, 255, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1);
const goodImages = idxFile(
  [8, 2, 3],
  Uint8Array.from({ length: 48 }, (_, index) => (index * 37) % 256),
);
const goodLabels = idxFile(
  [8],
  Uint8Array.from({ length: 8 }, (_, index) => index % 3),
);

test(`IDX files (seed ${fuzz.seed}): always loaded and shown, or refused by name`, async () => {
  const hostile = (good: Uint8Array, sides: number) =>
    fc.oneof(
      fc.constant(good),
      mutatedBytes(good),
      fc.constant(gzipSync(good)),
      mutatedBytes(gzipSync(good)),
      mutatedBytes(gzipSync(gzipSync(good))),
      fc.nat(100).map((zeros) => joined(good, new Uint8Array(zeros))),
      fc
        .tuple(
          fc.array(count, { minLength: sides, maxLength: sides }),
          fc.uint8Array({ maxLength: 60 }),
          fc.boolean(),
          fc.constantFrom(8, 8, 0x0c),
        )
        .map(([dimensions, values, packed, type]) => {
          const made = idxFile(dimensions, values, [0, 0, type, dimensions.length]);
          return packed ? gzipSync(made) : made;
        }),
    );
  const outcomes = new Outcomes();
  await fc.assert(
    fc.asyncProperty(
      hostile(goodImages, 3),
      fc.oneof(hostile(goodLabels, 1), hostile(goodLabels, 2)),
      oneInEight,
      async (images, labels, isShown) => {
        const config = { images: file("images", images), labels: file("labels", labels) };
        await read(
          dataSchema.parse({ source: "idx", ...config, train: 4, validation: 2 }),
          outcomes,
          isShown,
        );
      },
    ),
    fuzz,
  );
  expect(outcomes.codes).toEqual(
    expect.arrayContaining(["fileDamaged", "idxNotIdx", "idxTooLarge", "idxTooLong", "idxTooShort", "valid"]),
  );
});

test(`folders and zips of images (seed ${fuzz.seed}): always loaded and shown, or refused by name`, async () => {
  const pixels = Uint8Array.from({ length: 48 }, (_, index) => (index * 37) % 256);
  const colour = png(4, 4, pixels);
  const grey = png(4, 4, pixels.subarray(0, 16));
  const jpeg = smallJpeg;
  const promised = fc
    .tuple(count, count, fc.nat(6), fc.uint8Array({ maxLength: 60 }))
    .map(([width, height, type, content]) =>
      joined(
        grey.subarray(0, 8),
        pngStart(width, height, type),
        chunk("IDAT", deflateSync(content)),
        chunk("IEND", new Uint8Array()),
      ),
    );
  const picture = fc.oneof(
    fc.constantFrom(grey, colour, jpeg),
    mutatedBytes(grey),
    mutatedBytes(jpeg),
    mutatedBytes(jpeg),
    promised,
    fc.uint8Array({ maxLength: 40 }),
  );
  const good = { "a/1.png": grey, "a/2.png": colour, "b/1.png": grey, "b/2.png": colour };
  const zipped = [zipOf(good), zipOf(good, true)];
  const outcomes = new Outcomes();
  const choices = fc.record({
    content: fc.oneof(
      fc.array(picture, { minLength: 4, maxLength: 8 }),
      fc.constantFrom(...zipped).chain((zip) => mutatedBytes(zip)),
    ),
    format: fc.constantFrom({}, { height: 3, width: 5 }, { channels: 3 }),
    isShown: oneInEight,
  });
  await fc.assert(
    fc.asyncProperty(choices, async ({ content, format, isShown }) => {
      const isZip = content instanceof Uint8Array;
      const path = isZip ? file("images.zip", content) : join(folder.path, "images");
      if (!isZip) {
        rmSync(path, { recursive: true, force: true });
        content.forEach((bytes, index) =>
          writeFiles(path, { [`${"ab"[index % 2]!}/${index}.${bytes === jpeg ? "jpg" : "png"}`]: bytes }),
        );
      }
      await read(
        dataSchema.parse({ source: "pictures", folder: path, train: 2, validation: 2, ...format }),
        outcomes,
        isShown,
      );
    }),
    // Each writes a folder, and a JPEG decoder that failed is made anew.
    { ...fuzz, numRuns: inFull(10_000, 400) },
  );
  expect(outcomes.codes).toEqual(expect.arrayContaining(["fileDamaged", "oneClass", "tooFewRows", "valid"]));
});

test(`NumPy files (seed ${fuzz.seed}): always loaded and shown, or refused by name`, async () => {
  const values = Uint8Array.from({ length: 64 }, (_, index) => (index * 37) % 256);
  const classes = npy(
    "|u1",
    [8],
    Uint8Array.from({ length: 8 }, (_, index) => index % 3),
  );
  const good = npz({ x: npy("|u1", [8, 2, 3], values.subarray(0, 48)), y: classes });
  const packed = npz({ x: npy("<f4", [8, 2], values.fill(1)), y: classes }, true);
  const side = fc.oneof(fc.constantFrom(8, 8, 1, 2, 3), count);
  const type = fc.constantFrom(
    "|u1",
    "|b1",
    "<i2",
    ">i4",
    "<i8",
    ">u8",
    "<f2",
    "<f4",
    ">f8",
    "|S2",
    "<U1",
    "|O",
    "<c8",
    "f",
  );
  const array = fc
    .tuple(type, fc.array(side, { maxLength: 5 }), fc.uint8Array({ maxLength: 200 }), fc.boolean())
    .map(([name, shape, content, fortran]) => npy(name, shape, content, { fortran }));
  const made = fc
    .tuple(array, array, fc.boolean(), fc.boolean())
    .map(([x, y, isPacked, isNamed]) => npz(isNamed ? { x, y } : { one: x, other: y }, isPacked));
  const outcomes = new Outcomes();
  const choices = fc.record({
    content: fc.oneof(fc.constant(good), mutatedBytes(good), mutatedBytes(packed), made),
    named: fc.constantFrom({}, { inputs: "x", targets: "y" }, { inputs: "y", targets: "y" }),
    task: fc.constantFrom("classification" as const, "regression" as const),
    isShown: oneInEight,
  });
  await fc.assert(
    fc.asyncProperty(choices, async ({ content, named, task, isShown }) => {
      const arrays = file("data.npz", content);
      await read(
        dataSchema.parse({ source: "npz", arrays, train: 4, validation: 2, task, ...named }),
        outcomes,
        isShown,
      );
    }),
    fuzz,
  );
  expect(outcomes.codes).toEqual(
    expect.arrayContaining(["fileDamaged", "idxTooShort", "npzNoPair", "npzNotArrays", "npzType", "valid"]),
  );
});
