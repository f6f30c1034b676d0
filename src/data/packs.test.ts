import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { recogniseAll } from "../documents/dropped";
import { type DataConfig, dataFiles, dataSchema } from "./kinds";
import { previewData } from "./load";
import { npy, npz, zipOf } from "./npz/testing";
import { png, writeFiles } from "./pictures/testing";
import { failureOfPromise, rawData, temporaryFile, temporaryFolder } from "./testing";

/** Every kind of data lies in a folder or in a zip, with what systems leave beside it, and is the same data. */
type Files = Readonly<Record<string, Uint8Array>>;

const count = 12;
const classes = Uint8Array.from({ length: count }, (_, sample) => sample % 3);
const pixels = Uint8Array.from({ length: count * 6 }, (_, place) => place);

function idx(dimensions: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((side, place) => header.writeUInt32BE(side, 4 + 4 * place));
  return Buffer.concat([header, values]);
}

const images = idx([count, 2, 3], pixels);
const labels = idx([count], classes);
const x = npy("|u1", [count, 2, 3], pixels);
const y = npy("|u1", [count], classes);
const pictures = Object.fromEntries(
  Array.from(classes, (label, sample) => [
    `class ${label}/${String(sample).padStart(2, "0")}.png`,
    png(3, 2, pixels.subarray(6 * sample, 6 * sample + 6)),
  ]),
);
/** The parts for tests are other samples. */
const others = idx([2, 2, 3], pixels.subarray(0, 12));
const otherLabels = idx([2], classes.subarray(0, 2));

const junk = {
  "__MACOSX/._train-images-idx3-ubyte": Buffer.from("\0\x05\x16\x07"),
  "__MACOSX/class 0/._00.png": Buffer.from("\0\x05\x16\x07"),
  "__MACOSX/._x_train.npy": Buffer.from("\0\x05\x16\x07"),
  ".DS_Store": Buffer.from("\0\0\0\x01Bud1"),
};
const wrapped = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`my data/${name}`, content]));

const packs: readonly (readonly [string, (files: Files) => string])[] = [
  ["a folder", (files) => writeFiles(temporaryFolder(), files)],
  ["a folder with what systems leave", (files) => writeFiles(temporaryFolder(), { ...junk, ...files })],
  ["a folder in a folder", (files) => writeFiles(temporaryFolder(), wrapped(files))],
  ["a zip", (files) => temporaryFile("data.zip", zipOf(files))],
  ["a packed zip", (files) => temporaryFile("data.zip", zipOf(files, true))],
  ["a zip of macOS", (files) => temporaryFile("data.zip", zipOf({ ...wrapped(files), ...junk }, true))],
  ["a zip of macOS, the other way", (files) => temporaryFile("data", zipOf({ ...junk, ...files }))],
];

const contents: readonly (readonly [string, Files])[] = [
  ["IDX", { "train-images-idx3-ubyte": images, "train-labels-idx1-ubyte": labels }],
  [
    "IDX in gzip, beside the part for tests and a text",
    {
      "README.txt": Buffer.from("MNIST"),
      "t10k-images-idx3-ubyte.gz": gzipSync(others),
      "t10k-labels-idx1-ubyte.gz": gzipSync(otherLabels),
      "train-images-idx3-ubyte.gz": gzipSync(images),
      "train-labels-idx1-ubyte.gz": gzipSync(labels),
    },
  ],
  [
    "IDX twice, as Kaggle has MNIST",
    {
      "t10k-images-idx3-ubyte/t10k-images-idx3-ubyte": others,
      "t10k-images.idx3-ubyte": others,
      "t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte": otherLabels,
      "t10k-labels.idx1-ubyte": otherLabels,
      "train-images-idx3-ubyte/train-images-idx3-ubyte": images,
      "train-images.idx3-ubyte": images,
      "train-labels-idx1-ubyte/train-labels-idx1-ubyte": labels,
      "train-labels.idx1-ubyte": labels,
    },
  ],
  ["IDX of any names", { "a.bin": labels, "b.bin": images }],
  [".npy files", { "x_train.npy": x, "y_train.npy": y, "notes.txt": Buffer.from("mine") }],
  ["one .npz", { "mnist.npz": npz({ x_train: x, y_train: y }, true), "README.md": Buffer.from("#") }],
];

/** The data that a dropped pack becomes. */
async function configOf(path: string): Promise<DataConfig> {
  const dropped = await recogniseAll([path]);
  const fields = dropped.map(({ kind, path: part }) => {
    const field = dataFiles.find(({ opens }) => opens === kind)!;
    return { source: field.source, [field.key]: part };
  });
  return dataSchema.parse(Object.assign({ train: 8, validation: 4, seed: 5 }, ...fields));
}

async function inputsOf(path: string) {
  const { train, validation, shape, classes: names } = await rawData(await configOf(path));
  return { train, validation, shape, names: names.map((name) => name.replace("class ", "")) };
}

describe.each(packs)("in %s", (_where, pack) => {
  test.each(contents)("%s", async (_what, files) => {
    const path = pack(files);
    const found = await inputsOf(path);
    expect(found.shape).toEqual({ features: 6, image: [2, 3, 1], outputs: 3, task: "classification" });
    const alone = await rawData(
      dataSchema.parse({
        ...{ source: "idx", train: 8, validation: 4, seed: 5 },
        images: temporaryFile("images", images),
        labels: temporaryFile("labels", labels),
      }),
    );
    for (const split of ["train", "validation"] as const) {
      expect([...found[split].inputs]).toEqual([...alone[split].inputs]);
      expect([...found[split].targets]).toEqual([...alone[split].targets]);
    }
    expect((await previewData(await configOf(path))).failure).toBeNull();
  });

  test("pictures", async () => {
    const found = await inputsOf(pack(pictures));
    expect(found).toMatchObject({ names: ["0", "1", "2"], shape: { features: 6, image: [2, 3, 1] } });
  });
});

const half = { "train-images-idx3-ubyte": images, "notes.txt": Buffer.from("mine") };
const several = {
  "letters-images-idx3-ubyte": images,
  "letters-labels-idx1-ubyte": labels,
  "digits-images-idx3-ubyte": images,
  "digits-labels-idx1-ubyte": labels,
};

describe.each(packs.filter(([name]) => !/macOS|leave/.test(name)))("refused in %s", (where, pack) => {
  test.each<[string, Files, string, object]>([
    ["labels are missing", half, "idxNoLabels", { names: expect.stringMatching(/train-images/) }],
    ["several data sets", several, "idxSeveral", { names: expect.stringMatching(/digits.*letters/) }],
    ["several .npz", { "a.npz": npz({ x, y }), "b.npz": npz({ x, y }) }, "npzSeveral", {}],
    ["a damaged array", { "x.npy": x.subarray(0, -2), "y.npy": y }, "idxTooShort", {}],
  ])("%s", async (what, files, code, parameters) => {
    const path = pack(files);
    const settings = { train: 8, validation: 4 };
    const data = /npz|array/.test(what)
      ? { source: "npz", arrays: path }
      : { source: "idx", images: path, labels: path };
    const failure = await failureOfPromise(rawData(dataSchema.parse({ ...data, ...settings })));
    expect(failure).toMatchObject([code, parameters]);
  });

  test("pictures in no class's folder are told how they are read", async () => {
    const path = pack({ "1.png": png(1, 1, Buffer.of(1)), "2.png": png(1, 1, Buffer.of(2)) });
    // A folder around them is the only class.
    const [found] = await recogniseAll([path]);
    const isOneClass = where === "a folder in a folder";
    expect(found!.kind ?? found!.failure!.code).toBe(isOneClass ? "pictures" : "picturesNone");
  });

  test("what is no data is named by what it is, with what to do", async () => {
    const files = { "a/1.docx": Buffer.of(1), "a/2.docx": Buffer.of(2), "b/notes.pdf": Buffer.of(3) };
    expect(await recogniseAll([pack(files)])).toMatchObject([
      { kind: null, failure: { code: "folderOfOthers", parameters: { found: "2 .docx, 1 .pdf" } } },
    ]);
  });
});

test("what no zip can hold is refused before memory is taken", async () => {
  const huge = idx([60_000, 2000, 2], Buffer.alloc(64));
  const bomb = { "images-idx3": huge, "labels-idx1": idx([60_000], Buffer.alloc(60_000)) };
  const path = temporaryFile("bomb.zip", zipOf(bomb, true));
  const data = { source: "idx", images: path, labels: path, train: 8, validation: 4 };
  expect((await failureOfPromise(rawData(dataSchema.parse(data))))[0]).toBe("idxTooShort");
  const long = Buffer.concat([images, Buffer.alloc(100_000_000)]);
  const tail = temporaryFile("tail.zip", zipOf({ "images-idx3": long, "labels-idx1": labels }, true));
  expect((await failureOfPromise(rawData(dataSchema.parse({ ...data, images: tail }))))[0]).toBe(
    "idxTooLong",
  );
});

describe("arrays by themselves", () => {
  const read = async (paths: readonly string[]) => {
    const parts = await recogniseAll(paths);
    return parts.map(({ path, kind, failure }) => [path.split("/").at(-1), kind ?? failure!.code]);
  };
  test.each<[string, Files, readonly string[], readonly (readonly string[])[]]>([
    [
      "two, in any order",
      { "y.npy": y, "x.npy": x },
      ["y.npy", "x.npy"],
      [
        ["x.npy", "arrays"],
        ["y.npy", "targetArray"],
      ],
    ],
    [
      "two in two folders",
      { "a/x.npy": x, "b/y.npy": y },
      ["a/x.npy", "b/y.npy"],
      [
        ["x.npy", "arrays"],
        ["y.npy", "targetArray"],
      ],
    ],
    [
      "two of other names, by their shapes",
      { "p.npy": x, "q.npy": y },
      ["q.npy", "p.npy"],
      [
        ["p.npy", "arrays"],
        ["q.npy", "targetArray"],
      ],
    ],
    [
      "inputs whose targets lie beside them",
      { "X_train.npy": x, "y_train.npy": y, "z.npy": y },
      ["X_train.npy"],
      [
        ["X_train.npy", "arrays"],
        ["y_train.npy", "targetArray"],
      ],
    ],
    [
      "targets whose inputs lie beside them",
      { "images.npy": x, "labels.npy": y },
      ["labels.npy"],
      [
        ["images.npy", "arrays"],
        ["labels.npy", "targetArray"],
      ],
    ],
    ["inputs alone", { "x.npy": x, "other.npy": y }, ["x.npy"], [["x.npy", "fileIsArray"]]],
    ["two inputs", { "a.npy": x, "b.npy": x }, ["a.npy", "b.npy"], [["a.npy", "arraysNoPair"]]],
    [
      "four, of which two are read",
      { "x_train.npy": x, "y_train.npy": y, "x_test.npy": x, "y_test.npy": y },
      ["x_test.npy", "x_train.npy", "y_test.npy", "y_train.npy"],
      [
        ["x_train.npy", "arrays"],
        ["y_train.npy", "targetArray"],
        ["x_test.npy", "arraysLeftOut"],
      ],
    ],
  ])("%s", async (_what, files, dropped, expected) => {
    const folder = writeFiles(temporaryFolder(), files);
    expect(await read(dropped.map((name) => join(folder, name)))).toEqual(expected);
  });

  test("train as a folder of them does", async () => {
    const folder = writeFiles(temporaryFolder(), { "x_train.npy": x, "y_train.npy": y });
    const apart = writeFiles(temporaryFolder(), { "in/a.npy": x, "out/a.npy": y });
    const settings = { source: "npz", train: 8, validation: 4 };
    const both = await rawData(dataSchema.parse({ ...settings, arrays: folder }));
    const two = { arrays: join(apart, "in", "a.npy"), targetFile: join(apart, "out", "a.npy") };
    expect(await rawData(dataSchema.parse({ ...settings, ...two }))).toEqual(both);
    const alone = dataSchema.parse({ ...settings, arrays: two.arrays });
    expect(await failureOfPromise(rawData(alone))).toEqual(["npzOneArray", { file: "a.npy", array: "a" }]);
  });

  test("a document names an array as earlier versions did, with its folder", async () => {
    const folder = writeFiles(temporaryFolder(), { "set/x.npy": x, "set/y.npy": y });
    const data = { source: "npz", arrays: folder, train: 8, validation: 4 };
    const named = dataSchema.parse({ ...data, inputs: "set/x", targets: "set/y" });
    expect(await rawData(named)).toEqual(
      await rawData(dataSchema.parse({ ...data, inputs: "x", targets: "y" })),
    );
  });
});
