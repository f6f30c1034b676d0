import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type DataConfig, dataSchema } from "./kinds";
import { loadDataset } from "./load";
import { readNewRows } from "./new-rows";
import { npy, npz, zipOf } from "./npz/testing";
import { png, writeFiles } from "./pictures/testing";
import { failureOfPromise, temporaryFile, temporaryFolder } from "./testing";

/** Samples that a run has seen, given as new rows, must be given to the network as its own were. */

const [count, height, width] = [12, 5, 4];
const size = height * width;
const grey = Uint8Array.from({ length: count * size }, (_, place) => (place * 37 + 11) % 256);
const labels = Uint8Array.from({ length: count }, (_, row) => row % 3);
const inOrder = { train: 8, validation: 4, division: "inOrder" } as const;
const pictureOf = (row: number, channels = 1) => {
  const own = grey.subarray(row * size, (row + 1) * size);
  return png(
    width,
    height,
    channels === 1 ? own : Uint8Array.from([...own].flatMap((value) => [value, 0, value])),
  );
};
const numbered = (row: number) => String(row).padStart(2, "0");
const folderOf = (rows: number, name: (row: number) => string, channels = 1) =>
  writeFiles(
    temporaryFolder(),
    Object.fromEntries(Array.from({ length: rows }, (_, row) => [name(row), pictureOf(row, channels)])),
  );
const header = (type: number, ...sides: number[]) =>
  Buffer.from([0, 0, type, sides.length, ...sides.flatMap((side) => [0, 0, 0, side])]);
const idxImages = (values: Uint8Array = grey, sides = [count, height, width]) =>
  Buffer.concat([header(8, ...sides), values]);
const arraysOf = (values: Uint8Array, type = "|u1", shape: readonly number[] = [count, height, width]) =>
  temporaryFile("data.npz", npz({ x: npy(type, shape, values), y: npy("|u1", [count], labels) }));
const bytesOf = ({ buffer }: Float64Array) => new Uint8Array(buffer);

const npzData = (arrays: string): DataConfig =>
  dataSchema.parse({ source: "npz", arrays, inputs: "x", targets: "y", task: "classification", ...inOrder });
const idxData = (transposed = false): DataConfig =>
  dataSchema.parse({
    ...{ source: "idx", images: temporaryFile("images", idxImages()), transposed, ...inOrder },
    labels: temporaryFile("labels", Buffer.concat([header(8, count), labels])),
  });
const picturesData = (channels: 1 | 3): DataConfig =>
  dataSchema.parse({
    ...{ source: "pictures", height, width, channels, ...inOrder },
    folder: folderOf(count, (row) => `class ${row % 3}/${numbered(row)}.png`, channels),
  });
const pixelData = (scaling: string): DataConfig => {
  const names = Array.from({ length: size }, (_, place) => `pixel ${place}`);
  const lines = Array.from({ length: count }, (_, row) =>
    [...grey.subarray(row * size, (row + 1) * size), `class ${row % 3}`].join(),
  );
  return dataSchema.parse({
    ...{
      source: "table",
      path: temporaryFile("pixels.csv", [[...names, "target"].join(), ...lines].join("\n")),
    },
    ...{ target: "target", task: "classification", scaling, height, width, channels: 1, ...inOrder },
  });
};

/** The run's own training rows and then its validation rows: those of the files in their order. */
async function given(config: DataConfig, file: string) {
  const { train, validation, preparation } = await loadDataset(config);
  const rows = await readNewRows(file, preparation, config);
  return { own: [...train.inputs, ...validation.inputs], rows };
}

const shares = Float64Array.from(grey, (value) => value / 255);
const scaled = Float64Array.from(grey, (value) => value / 50 - 2);

describe("samples that the run knows are prepared as it knows them", () => {
  test.each<[string, () => DataConfig, () => string]>([
    ["pictures for IDX", idxData, () => folderOf(count, (row) => `${numbered(row)}.png`)],
    ["IDX, packed, for IDX", idxData, () => temporaryFile("images.gz", gzipSync(idxImages()))],
    ["arrays for IDX", idxData, () => arraysOf(grey)],
    ["shares of 0 to 1 in an array for IDX", idxData, () => arraysOf(bytesOf(shares), "<f8")],
    [
      "a single array for arrays",
      () => npzData(arraysOf(grey)),
      () => temporaryFile("x.npy", npy("|u1", [count, size], grey)),
    ],
    [
      "pictures for arrays",
      () => npzData(arraysOf(grey)),
      () => folderOf(count, (row) => `deep/${numbered(row)}.png`),
    ],
    [
      "IDX for arrays of shares",
      () => npzData(arraysOf(bytesOf(shares), "<f8")),
      () => temporaryFile("images", idxImages()),
    ],
    [
      "arrays for scaled arrays",
      () => npzData(arraysOf(bytesOf(scaled), "<f8")),
      () => arraysOf(bytesOf(scaled), "<f8"),
    ],
    [
      "rows for rows",
      () => npzData(arraysOf(bytesOf(scaled), "<f8", [count, size])),
      () => arraysOf(bytesOf(scaled), "<f8", [count, size]),
    ],
    [
      "pictures for a table of pixels",
      () => pixelData("by255"),
      () => folderOf(count, (row) => `${numbered(row)}.png`),
    ],
    ["arrays for a table of pixels", () => pixelData("by255"), () => arraysOf(grey)],
  ])("%s", async (_name, configOf, file) => {
    const { own, rows } = await given(configOf(), file());
    expect(rows.rows).toBe(count);
    expect(rows.faults).toEqual([]);
    expect([...rows.inputs].every((value, place) => Math.abs(value - own[place]!) < 1e-6)).toBe(true);
    expect(rows.inputs).toHaveLength(own.length);
  });

  test.each([1, 3] as const)("pictures of %i channels for pictures, by their names", async (channels) => {
    const config = picturesData(channels);
    const { train, validation, preparation } = await loadDataset(config);
    const zip = temporaryFile(
      "new.zip",
      zipOf(
        Object.fromEntries(
          Array.from({ length: count }, (_, row) => [`new/${numbered(row)}.png`, pictureOf(row, channels)]),
        ),
      ),
    );
    const { rows, names, inputs } = await readNewRows(zip, preparation, config);
    expect(rows).toBe(count);
    expect(names).toEqual(Array.from({ length: count }, (_, row) => `new/${numbered(row)}.png`));
    const width = inputs.length / count;
    const known = new Set(
      [train, validation].flatMap(({ inputs: all, rows: each }) =>
        Array.from({ length: each }, (_, row) => all.slice(row * width, (row + 1) * width).join()),
      ),
    );
    for (let row = 0; row < count; row++)
      expect(known).toContain(inputs.slice(row * width, (row + 1) * width).join());
    const one = temporaryFile("one.png", pictureOf(3, channels));
    const single = await readNewRows(one, preparation, config);
    expect(single).toMatchObject({ rows: 1, names: ["one.png"] });
    expect([...single.inputs]).toEqual([...inputs.slice(3 * width, 4 * width)]);
  });

  test("images that are stored column by column, for a run on such", async () => {
    const config = dataSchema.parse({ ...idxData(true) });
    const { own, rows } = await given(config, temporaryFile("images", idxImages()));
    expect([...rows.inputs]).toEqual(own);
  });
});

test("a picture of another size or a broken one keeps its row and says why; a run on pictures of all sizes stretches it", async () => {
  const folder = folderOf(2, (row) => `${numbered(row)}.png`);
  writeFileSync(join(folder, "large.png"), png(7, 6, new Uint8Array(42)));
  writeFileSync(join(folder, "none.png"), "no picture");
  writeFileSync(join(folder, "readme.txt"), "no picture either");
  const config = idxData();
  const { preparation } = await loadDataset(config);
  const { rows, names, faults, inputs } = await readNewRows(folder, preparation, config);
  expect([rows, names]).toEqual([4, ["00.png", "01.png", "large.png", "none.png"]]);
  expect(faults).toMatchObject([
    { row: 2, failure: { code: "newPictureSize", parameters: { found: "7 × 6", expected: "4 × 5" } } },
    { row: 3, failure: { code: "newPictureUnread", parameters: { file: "none.png" } } },
  ]);
  expect(inputs.slice(2 * size).every((value) => value === 0)).toBe(true);
  const pictures = picturesData(1);
  const own = await readNewRows(folder, (await loadDataset(pictures)).preparation, pictures);
  expect(own.faults.map(({ row }) => row)).toEqual([3]);
});

test("a few dark pictures in bytes stay dark", async () => {
  const config = idxData();
  const { preparation } = await loadDataset(config);
  const dark = arraysOf(Uint8Array.from(grey, (value) => value % 2));
  const { inputs } = await readNewRows(dark, preparation, config);
  expect(Math.max(...inputs)).toBeCloseTo(1 / 255, 6);
});

test.each<[string, () => DataConfig, () => string, string]>([
  [
    "images of another size",
    idxData,
    () => temporaryFile("images", idxImages(grey, [count, width, height])),
    "newRowsShape",
  ],
  ["arrays of another shape", idxData, () => arraysOf(grey, "|u1", [count, width, height]), "newRowsShape"],
  ["a folder without pictures", idxData, () => temporaryFolder(), "newPicturesNone"],
  [
    "pictures for scaled numbers",
    () => npzData(arraysOf(bytesOf(scaled), "<f8")),
    () => folderOf(1, () => "a.png"),
    "newPicturesScaled",
  ],
  [
    "pictures for a table of columns",
    () =>
      dataSchema.parse({
        ...pixelData("standardise"),
        height: undefined,
        width: undefined,
        channels: undefined,
      }),
    () => folderOf(1, () => "a.png"),
    "newRowsNoTable",
  ],
  ["a file that is not there", idxData, () => join(temporaryFolder(), "gone.png"), "fileMissing"],
])("%s: refused by name", async (_name, configOf, file, code) => {
  const config = configOf();
  const { preparation } = await loadDataset(config);
  expect((await failureOfPromise(readNewRows(file(), preparation, config)))[0]).toBe(code);
});

test("numbers of new rows may have the run's unit or none, and no other", async () => {
  const lines = Array.from({ length: count }, (_, row) => `${(row * 5) % 12} cm,${"ab"[row % 2]}`);
  const config = dataSchema.parse({
    ...{ source: "table", path: temporaryFile("sizes.csv", ["size,kind", ...lines].join("\n")) },
    ...{ target: "kind", ...inOrder },
  });
  const { preparation } = await loadDataset(config);
  const read = async (cells: readonly string[]) =>
    readNewRows(
      temporaryFile("new.csv", ["size,other", ...cells.map((cell) => `${cell},1`)].join("\n")),
      preparation,
      config,
    );
  const [own, bare, others] = [
    await read(["1 cm", "2 cm", "3 cm"]),
    await read(["1", "2", "3"]),
    await read(["1 mm", "2 mm", "3 mm"]),
  ];
  expect([...own.inputs]).toEqual([...bare.inputs]);
  expect([own.faults, bare.faults]).toEqual([[], []]);
  expect(others.faults.map(({ failure }) => failure.code)).toEqual(Array(3).fill("valueNoNumber"));
});
