import { describe, expect, test } from "vitest";
import { checkExperiment } from "../../experiment/check";
import type { ColumnChoice } from "../../fields/table";
import { type DataConfig, dataSchema, kindOfSource } from "../kinds";
import { loadDataset, previewData } from "../load";
import { failureOfPromise, temporaryFile } from "../testing";
import { guessedOrder, guessedSize, sizeProblems } from "./size-kind";

test.each<[number, readonly number[] | null]>([
  [784, [28, 28, 1]],
  [64, [8, 8, 1]],
  [16, [4, 4, 1]],
  // Frey's faces, and the lab's own digits.
  [560, [28, 20, 1]],
  [300, [20, 15, 1]],
  [3072, [32, 32, 3]],
  [2352, [28, 28, 3]],
  [12_288, [64, 64, 3]],
  // No picture has one row of pixels.
  [67, null],
  [2 * 61, null],
  // Few columns are hardly pictures.
  [12, null],
  [48, null],
  [192, [16, 12, 1]],
  [1, null],
])("%d values are guessed to be %j", (features, size) => {
  const guess = guessedSize(features);
  expect(guess && [guess.height, guess.width, guess.channels]).toEqual(size);
});

const rows = 30;
/** A table of pictures, whose last pixel is bright. */
function picturesFile(features: number): string {
  const names = Array.from({ length: features }, (_, place) => `p${place}`);
  const cells = Array.from({ length: rows }, (_, row) => [
    ...Array.from({ length: features - 1 }, (_unused, place) => (row * 31 + place * 7) % 256),
    255,
    row % 2,
  ]);
  return temporaryFile("pictures.csv", [[...names, "label"], ...cells].map((row) => row.join()).join("\n"));
}

const config = (path: string, more: object = {}): DataConfig =>
  dataSchema.parse({ source: "table", path, train: 20, validation: 10, seed: 2, ...more });

describe.each([
  ["28 × 20", 560, { height: 28, width: 20, channels: 1 }],
  ["20 × 28, against the guess", 560, { height: 20, width: 28, channels: 1 }],
  ["20 × 20 in colour", 1200, { height: 20, width: 20, channels: 3 }],
  ["12 × 8 in colour", 288, { height: 12, width: 8, channels: 3 }],
])("pictures of %s", (_name, features, size) => {
  test("are shown and trained with this shape, and the same values", async () => {
    const path = picturesFile(features);
    const image = [size.height, size.width, size.channels];
    const preview = await previewData(config(path, size));
    expect(preview).toMatchObject({ shape: { features, image }, failure: null });
    const { sample } = preview;
    expect(sample).toMatchObject({ kind: "images", ...size });
    if (sample.kind !== "images") return expect.unreachable();
    // The file's order: rows of pixels, and the colours of a pixel side by side.
    const first = sample.pixels[0]!;
    expect(first.at(-1)).toBe(255);
    expect([...first.slice(0, 5)].map((value, place) => (value - first[0]! - place * 7) % 256)).toEqual(
      expect.arrayContaining([0]),
    );
    const data = await loadDataset(config(path, { ...preview.proposed, ...size }));
    expect(data.image).toEqual(image);
    const flat = await loadDataset(config(path, { ...preview.proposed, scaling: "by255" }));
    expect(data.train.inputs).toEqual(flat.train.inputs);
  });
});

test("the guess is proposed, and what a document says of it is kept", async () => {
  const path = picturesFile(560);
  const { proposed } = await previewData(config(path));
  expect(proposed).toMatchObject({ height: 28, width: 20, channels: 1, scaling: "by255" });
  expect((await previewData(config(path, { height: 20 }))).proposed).toMatchObject({
    width: 28,
    channels: 1,
  });
  const plain = temporaryFile("plain.csv", `x,y\n${"1.5,a\n2.5,b\n".repeat(9)}`);
  expect((await previewData(config(plain))).proposed).not.toHaveProperty("height");
});

test.each<[string, object, string | null]>([
  ["too large", { height: 28, width: 28 }, "tableSizeOfOthers"],
  ["of colours that are not there", { height: 28, width: 20, channels: 3 }, "tableSizeOfOthers"],
  ["of a side that does not divide", { height: 27 }, "tableSizeOfOthers"],
  ["of scaled values", { height: 28, width: 20, scaling: "standardise" }, "tableSizeOfScaled"],
  ["right, without scaling", { height: 28, width: 20, scaling: "none" }, null],
  ["of another file", { height: 28, width: 20, channels: 1, scaling: "by255" }, null],
])("a size %s is told by the file", async (_name, size, code) => {
  const data = config(picturesFile(560), size);
  const { failure } = await previewData(data);
  expect(failure?.code ?? null).toBe(code);
  if (code !== null) expect((await failureOfPromise(loadDataset(data)))[0]).toBe(code);
});

const columns: ColumnChoice[] = [
  ...Array.from({ length: 560 }, (_, place) => ({
    ...{ name: `p${place}`, kind: "number" as const, role: "feature" as const },
  })),
  { name: "label", kind: "number", role: "target" },
];
const table = { source: "table", path: "a.csv", target: "label", columns, scaling: "by255" } as const;

test.each<[string, object, readonly [string, string] | null]>([
  ["right", { height: 28, width: 20, channels: 1 }, null],
  ["wrong", { height: 28, width: 28, channels: 1 }, ["data.height", "sizeOfOthers"]],
  ["wrong by its width alone", { width: 27 }, ["data.width", "sizeOfOthers"]],
  ["of scaled values", { height: 28, width: 20, scaling: "unit" }, ["data.height", "sizeOfScaled"]],
  [
    "with a category among the pixels",
    {
      height: 28,
      width: 20,
      columns: [...columns.slice(1), { name: "colour", kind: "category", role: "feature" }],
    },
    ["data.height", "sizeOfWords"],
  ],
])("a size that is %s is told where it is set", (_name, size, fault) => {
  const { faults } = checkExperiment({
    data: { ...table, train: 20, validation: 10, ...size },
    network: { layers: [{ type: "dense", units: 2 }] },
    training: { loss: "softmaxCrossEntropy", optimizer: { type: "adam" }, epochs: 1 },
  });
  expect(faults.map(({ path, code }) => [path, code])).toEqual(fault ? [fault] : []);
});

test("columns without names that are no numbers are told by their numbers", () => {
  const columns = ["number", "category", "boolean"].map((kind) => ({ name: "", kind, role: "feature" }));
  const [problem] = sizeProblems({ width: 1, columns: columns as ColumnChoice[] });
  expect(problem).toMatchObject({ code: "sizeOfWords", parameters: { columns: "2, 3" } });
});

test.each<[string, string, object, object]>([
  ["the other side follows", "height", { height: 20 }, { width: 28 }],
  ["the other side follows", "width", { width: 28 }, { height: 20 }],
  ["what does not divide changes nothing", "height", { height: 27 }, {}],
  [
    "colours have another size",
    "channels",
    { columns: columns.slice(0, 192), channels: 3 },
    { height: 8, width: 8 },
  ],
  [
    "another scaling has no size",
    "scaling",
    { scaling: "standardise" },
    { height: undefined, width: undefined },
  ],
  ["fewer pixels have another size", "columns", { columns: columns.slice(1) }, { height: undefined }],
  ["another file has another size", "path", {}, { height: undefined, width: undefined, channels: undefined }],
  ["the other columns stay pixels", "gaps", { gaps: "fill" }, {}],
])("%s: a change of %s", (_what, key, change, followed) => {
  const data = { ...table, height: 28, width: 20, channels: 1, ...change };
  const result = kindOfSource("table").follow!(data as never, key);
  expect(result).toMatchObject(followed);
  if (Object.keys(followed).length === 0) expect(result).toEqual({});
});

describe("colours", () => {
  const [height, width] = [32, 32];
  /** A smooth picture, pixel by pixel, whose colours are alike or differ. */
  const picture = (number: number, isGrey: boolean) =>
    Array.from({ length: height * width * 3 }, (_, at) => {
      const [pixel, channel] = [Math.floor(at / 3), isGrey ? 0 : at % 3];
      const [y, x] = [Math.floor(pixel / width), pixel % width];
      const wave = Math.sin((x + 3 * number) / 6 + channel) + Math.cos((y - number) / 5 + 2 * channel);
      return Math.round(127 + 60 * wave);
    });
  const inPlanes = (values: readonly number[]) =>
    Array.from(values, (_, at) => values[3 * (at % (height * width)) + Math.floor(at / (height * width))]!);

  test.each([true, false])("the order is guessed from the pictures, grey: %s", (isGrey) => {
    const pictures = Array.from({ length: 20 }, (_, number) => picture(number, isGrey));
    expect(guessedOrder(pictures, { height, width })).toBe("last");
    expect(guessedOrder(pictures.map(inPlanes), { height, width })).toBe("first");
  });

  const fileOf = (isInPlanes: boolean) => {
    const rows = Array.from({ length: 40 }, (_, number) => {
      const values = picture(number, false);
      return [number % 2 === 0 ? "cat" : "dog", ...(isInPlanes ? inPlanes(values) : values)];
    });
    const names = ["label", ...Array.from({ length: height * width * 3 }, (_, at) => `p${at}`)];
    return temporaryFile("colours.csv", [names, ...rows].map((row) => row.join()).join("\n"));
  };

  test("both orders are proposed, and give the same pictures", async () => {
    const loaded = [];
    for (const [isInPlanes, channelOrder] of [
      [false, "last"],
      [true, "first"],
    ] as const) {
      const path = fileOf(isInPlanes);
      const { proposed } = await previewData(config(path));
      expect(proposed).toMatchObject({ height: 32, width: 32, channels: 3, channelOrder });
      loaded.push((await loadDataset(config(path, { ...proposed }))).train);
    }
    expect(loaded[0]!.inputs).toEqual(loaded[1]!.inputs);
    // What was said of a size before there were orders means what it meant.
    const path = fileOf(true);
    const { proposed } = await previewData(config(path, { height, width, channels: 3 }));
    expect(proposed).toMatchObject({ channelOrder: "last" });
  });
});
