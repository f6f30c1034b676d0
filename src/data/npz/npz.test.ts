import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { recognise } from "../../documents/file-kind";
import { LabError } from "../../messages/failure";
import { type DataConfig, dataSchema } from "../kinds";
import { loadDataset, previewData } from "../load";
import { failureOfPromise, rawData, rowsOf, temporaryFile, temporaryFolder } from "../testing";
import { typeName } from "./npy-header";
import { npy, npz, zipOf } from "./testing";

const mnistFolder = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data", "mnist-t10k");

const count = 12;
const bytes = (values: ArrayLike<number>) => Uint8Array.from(values);
const labels = npy("|u1", [count], bytes(Array.from({ length: count }, (_, sample) => sample % 3)));

function config(file: Uint8Array, changes: object = {}): DataConfig {
  return dataSchema.parse({
    source: "npz",
    arrays: temporaryFile("a.npz", file),
    train: 8,
    validation: 4,
    ...changes,
  });
}

/** Inputs and target of every sample, in ascending order of the first input. */
async function samplesOf(data: DataConfig) {
  const { train, validation, shape, inputs } = await rawData(data);
  const all = [train, validation].flatMap((split) =>
    rowsOf(split, shape.features).map((row, index) => ({ row, target: split.targets[index]! })),
  );
  return { samples: all.sort((one, other) => one.row[0]! - other.row[0]!), shape, inputs };
}

/** How each type writes a number. */
const writers: Record<string, (view: DataView, index: number, value: number, little: boolean) => void> = {
  i1: (view, index, value) => view.setInt8(index, value),
  u1: (view, index, value) => view.setUint8(index, value),
  b1: (view, index, value) => view.setUint8(index, value),
  i2: (view, index, value, little) => view.setInt16(2 * index, value, little),
  u2: (view, index, value, little) => view.setUint16(2 * index, value, little),
  i4: (view, index, value, little) => view.setInt32(4 * index, value, little),
  u4: (view, index, value, little) => view.setUint32(4 * index, value, little),
  i8: (view, index, value, little) => view.setBigInt64(8 * index, BigInt(value), little),
  u8: (view, index, value, little) => view.setBigUint64(8 * index, BigInt(value), little),
  f4: (view, index, value, little) => view.setFloat32(4 * index, value, little),
  f8: (view, index, value, little) => view.setFloat64(8 * index, value, little),
  // Whole numbers up to 2048 by hand: the exponent is that of the highest bit.
  f2: (view, index, value, little) => {
    const exponent = value === 0 ? 0 : Math.floor(Math.log2(value));
    const bits = value === 0 ? 0 : ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
    view.setUint16(2 * index, bits, little);
  },
};

function written(type: string, values: readonly number[]): Uint8Array {
  const name = type.slice(1);
  const result = new Uint8Array(values.length * Number(name.slice(1)));
  const view = new DataView(result.buffer);
  values.forEach((value, index) => writers[name]!(view, index, value, type[0] !== ">"));
  return result;
}

const order = (sides: readonly number[]) => {
  const places = Array.from(
    { length: sides.reduce((product, side) => product * side, 1) },
    (_, place) => place,
  );
  // For each place of Fortran's order, the place in C's.
  return places.map((place) => {
    let [rest, step, found] = [place, places.length, 0];
    for (const side of sides) {
      step /= side;
      found += (rest % side) * step;
      rest = Math.floor(rest / side);
    }
    return found;
  });
};

const types = Object.keys(writers).filter((name) => name !== "b1" && name !== "u1");
describe.each(types.flatMap((name) => (name === "i1" ? [`|${name}`] : [`<${name}`, `>${name}`])))(
  "%s",
  (type) => {
    const table = Array.from({ length: count * 2 }, (_, index) => 3 * index + 1);
    test.each([false, true])("a table as it is, in Fortran order: %s", async (fortran) => {
      const stored = fortran ? order([count, 2]).map((place) => table[place]!) : table;
      const file = npz({ X: npy(type, [count, 2], written(type, stored), { fortran }), y: labels });
      const { samples, inputs, shape } = await samplesOf(config(file));
      expect({ inputs, shape }).toEqual({
        inputs: "standardised",
        shape: { features: 2, outputs: 3, task: "classification" },
      });
      expect(samples).toEqual(
        Array.from({ length: count }, (_, sample) => ({
          row: table.slice(2 * sample, 2 * sample + 2),
          target: sample % 3,
        })),
      );
    });

    test("labels, also one to a row or one-hot", async () => {
      const X = npy(
        "<f4",
        [count, 1],
        written(
          "<f4",
          Array.from({ length: count }, (_, index) => index),
        ),
      );
      const values = Array.from({ length: count }, (_, sample) => 5 * (sample % 3));
      const oneHot = values.flatMap((value) => [0, 5, 10].map((each) => (each === value ? 1 : 0)));
      for (const y of [
        npy(type, [count], written(type, values)),
        npy(type, [count, 1], written(type, values)),
        npy(type, [count, 3], written(type, oneHot)),
        npy(
          type,
          [count, 3],
          written(
            type,
            order([count, 3]).map((place) => oneHot[place]!),
          ),
          { fortran: true },
        ),
      ]) {
        const { samples } = await samplesOf(config(npz({ X, y })));
        expect(samples.map(({ target }) => target)).toEqual(values.map((value) => value / 5));
      }
    });
  },
);

describe("pictures", () => {
  const pixels = Array.from({ length: count * 2 * 3 * 3 }, (_, index) => index);
  const pick = (places: readonly number[]) => places.map((place) => pixels[place]!);

  test.each<[string, Buffer, number[]]>([
    ["grey", npy("|u1", [count, 6, 3], bytes(pixels)), [6, 3, 1]],
    ["colours last", npy("|u1", [count, 2, 3, 3], bytes(pixels)), [2, 3, 3]],
    [
      "in Fortran order",
      npy("|u1", [count, 2, 3, 3], bytes(pick(order([count, 2, 3, 3]))), { fortran: true }),
      [2, 3, 3],
    ],
    ["of a longer type", npy(">i8", [count, 2, 3, 3], written(">i8", pixels)), [2, 3, 3]],
    ["in a header of version 2", npy("|u1", [count, 6, 3], bytes(pixels), { version: 2 }), [6, 3, 1]],
  ])("%s: bytes become 0 to 1", async (_name, images, image) => {
    for (const packed of [false, true]) {
      const { samples, shape, inputs } = await samplesOf(config(npz({ images, labels }, packed)));
      expect({ inputs, image: shape.image }).toEqual({ inputs: "pixels", image });
      expect(samples.flatMap(({ row }) => row)).toEqual(pixels.map((value) => Math.fround(value / 255)));
    }
  });

  test("colours first, as PyTorch has them, come last", async () => {
    const [height, width] = [5, 7];
    const size = height * width;
    const image = (sample: number) =>
      Array.from({ length: 3 * size }, (_, place) => (sample * 19 + place) % 256);
    const images = npy(
      "|u1",
      [count, 3, height, width],
      bytes(Array.from({ length: count }, (_, n) => image(n)).flat()),
    );
    const { samples, shape } = await samplesOf(config(npz({ images, labels })));
    expect(shape.image).toEqual([height, width, 3]);
    const turned = (stored: number[]) =>
      Array.from({ length: size }, (_, place) =>
        [0, 1, 2].map((channel) => stored[channel * size + place]!),
      ).flat();
    const wanted = Array.from({ length: count }, (_, n) =>
      turned(image(n)).map((value) => Math.fround(value / 255)),
    );
    expect(samples.map(({ row }) => row)).toEqual(wanted);
  });

  test.each([
    ["shares of 1 stay", "pixels", (index: number) => index / 300, 1],
    ["other fractions are standardised", "standardised", (index: number) => index / 3, 1],
    ["numbers below 0 are standardised", "standardised", (index: number) => index - 5, 1],
  ] as const)("floats: %s", async (_name, wanted, valueAt, divisor) => {
    const values = pixels.map((_, index) => valueAt(index));
    const { samples, inputs } = await samplesOf(
      config(npz({ images: npy("<f8", [count, 6, 3], written("<f8", values)), labels })),
    );
    expect(inputs).toBe(wanted);
    const all = samples.flatMap(({ row }) => row);
    expect(all).toEqual(values.map((value) => (wanted === "pixels" ? Math.fround(value / divisor) : value)));
  });

  test("are shown in grey or in colour, with the classes' names", async () => {
    const names = Array.from({ length: count }, (_, sample) => ["고양이", "dog"][sample % 2]!);
    const text = written(
      "<u4",
      names.flatMap((name) => [...name.padEnd(4, "\0")].map((one) => one.codePointAt(0)!)),
    );
    for (const [shape, channels] of [
      [[count, 6, 3], 1],
      [[count, 2, 3, 3], 3],
    ] as const) {
      const preview = await previewData(
        config(npz({ data: npy("|u1", shape, bytes(pixels)), target: npy("<U4", [count], text) })),
      );
      expect(preview).toMatchObject({
        failure: null,
        rows: count,
        classes: ["dog", "고양이"],
        sample: { kind: "images", channels },
      });
      if (preview.sample.kind !== "images") return expect.unreachable();
      expect(preview.sample.pixels.every((image) => image.length === 18)).toBe(true);
    }
  });
});

test("texts of bytes are classes", async () => {
  const X = npy(
    "<f4",
    [count],
    written(
      "<f4",
      Array.from({ length: count }, (_, index) => index),
    ),
  );
  const y = npy("|S3", [count], Buffer.from("on\0off".repeat(count / 2)));
  const preview = await previewData(config(npz({ X, y })));
  expect(preview).toMatchObject({ classes: ["off", "on"], shape: { features: 1 }, failure: null });
});

describe("what is proposed", () => {
  const table = (rows: number) =>
    npy(
      "<f4",
      [rows, 2],
      written(
        "<f4",
        Array.from({ length: 2 * rows }, (_, index) => index),
      ),
    );
  const numbers = npy(
    "<f4",
    [count],
    written(
      "<f4",
      Array.from({ length: count }, (_, index) => index / 4),
    ),
  );
  test.each<[string, Record<string, Buffer>, object]>([
    [
      "Keras' names",
      { x_test: table(4), y_test: labels, x_train: table(count), y_train: labels },
      { inputs: "x_train", targets: "y_train" },
    ],
    [
      "MedMNIST's names",
      { train_images: table(count), train_labels: labels, val_images: table(4) },
      { inputs: "train_images", targets: "train_labels" },
    ],
    ["whatever their case", { X: table(count), Y: labels }, { inputs: "X", targets: "Y" }],
    [
      "by shape alone",
      { foo: table(count), bar: labels, other: table(5) },
      { inputs: "foo", targets: "bar" },
    ],
    ["no names at all", { arr_0: table(count), arr_1: labels }, { inputs: "arr_0", targets: "arr_1" }],
    [
      "fractions",
      { data: table(count), target: numbers },
      { inputs: "data", targets: "target", task: "regression" },
    ],
  ])("%s", async (_name, arrays, proposed) => {
    const data = config(npz(arrays));
    const preview = await previewData(data);
    expect(preview).toMatchObject({
      proposed: { task: "classification", ...proposed },
      arrays: Object.keys(arrays),
    });
    const decided = dataSchema.parse({ ...data, ...preview.proposed });
    expect(await previewData(decided)).toMatchObject({ failure: null, proposed: {} });
  });

  test.each([false, true])(
    "files of many large arrays are listed whenever they are asked for: packed %s",
    async (packed) => {
      const large = npy("<f8", [count, 2000], Buffer.alloc(8 * 2000 * count, 1));
      const names = ["a", "b", "c", "d", "e", "f"];
      const file = config(npz(Object.fromEntries(names.map((name) => [name, large])), packed));
      for (let time = 0; time < 30; time++) expect(await previewData(file)).toMatchObject({ arrays: names });
    },
  );

  test.each([
    ["|b1", "bool"],
    ["<i8", "int64"],
    [">u2", "uint16"],
    ["<f2", "float16"],
    ["<c16", "complex128"],
    ["<U12", "str"],
    ["|S3", "bytes"],
    ["|O", "object"],
    ["<M8[ns]", "datetime64"],
    ["record", "record"],
    ["?", "?"],
  ])("the type %s is shown as %s", (type, name) => expect(typeName(type)).toBe(name));

  test("if several could be meant, the arrays are listed to choose from", async () => {
    const preview = await previewData(config(npz({ foo: table(count), bar: labels, other: labels })));
    expect(preview).toMatchObject({
      shape: null,
      failure: { code: "npzNoPair", parameters: { arrays: "foo, bar, other" } },
      arrays: ["foo", "bar", "other"],
      sample: {
        kind: "table",
        cells: [
          ["foo", "12 × 2", "float32"],
          ["bar", "12", "uint8"],
          ["other", "12", "uint8"],
        ],
      },
    });
  });

  test.each([
    ["lengths", { x: table(count), y: npy("|u1", [count - 1], Buffer.alloc(count - 1)) }, "npzCountsDiffer"],
    ["a type", { data: table(count), target: npy("|O", [count], Buffer.alloc(8 * count)) }, "npzType"],
  ])("what keeps arrays of such names from belonging together is told: %s", async (_, arrays, code) => {
    const { failure, shape } = await previewData(config(npz(arrays)));
    expect({ code: failure!.code, shape }).toEqual({ code, shape: null });
  });

  test("a regression keeps its numbers, and a table shows them", async () => {
    const data = config(npz({ X: table(count), y: numbers }), { task: "regression" });
    const { samples, shape } = await samplesOf(data);
    expect(samples.map(({ target }) => target)).toEqual(
      Array.from({ length: count }, (_, index) => index / 4),
    );
    expect(shape).toMatchObject({ outputs: 1, task: "regression" });
    expect((await previewData(data)).sample).toMatchObject({
      kind: "table",
      columns: ["0", "1", "y"],
      target: 2,
    });
  });
});

const X = npy(
  "<f4",
  [count, 2],
  written(
    "<f4",
    Array.from({ length: 2 * count }, (_, index) => index),
  ),
);
const f4 = (values: readonly number[]) => npy("<f4", [values.length], written("<f4", values));
test("a folder of .npy files is the same as a file of them, proposed by their names", async () => {
  const whole = temporaryFile("a.npz", npz({ x_train: X, y_train: labels, x_test: X }));
  const folder = join(temporaryFolder(), "arrays");
  mkdirSync(folder);
  for (const [name, content] of Object.entries({ x_train: X, y_train: labels, x_test: X })) {
    writeFileSync(join(folder, `${name}.npy`), content);
  }
  writeFileSync(join(folder, "notes.txt"), "of last week");
  const settings = { source: "npz", train: 6, validation: 3, test: 3 };
  const [one, other] = [whole, folder].map((arrays) => dataSchema.parse({ ...settings, arrays }));
  const [shown, shownInFolder] = [await previewData(one!), await previewData(other!)];
  expect(shown.proposed).toMatchObject({ inputs: "x_train", targets: "y_train" });
  expect(shownInFolder).toEqual({ ...shown, arrays: expect.arrayContaining(shown.arrays!) as string[] });
  expect(await rawData(other!)).toEqual(await rawData(one!));
  expect(await recognise(folder)).toEqual({ kind: "arrays", failure: null });
  writeFileSync(join(folder, "y_train.npy"), labels.subarray(0, -1));
  expect((await failureOfPromise(rawData(other!)))[0]).toBe("idxTooShort");
});

test.each<[string, Buffer, object, [string, object]]>([
  ["a page", Buffer.from("<!doctype html>"), {}, ["dataIsPage", { file: "a.npz" }]],
  ["another file", Buffer.from("a,b\n1,2\n"), {}, ["npzNotArrays", {}]],
  ["an empty file", Buffer.alloc(0), {}, ["npzNotArrays", {}]],
  ["a zip of other files", zipOf({ "a.txt": Buffer.from("a") }), {}, ["npzNotArrays", {}]],
  ["an array that is none", zipOf({ "X.npy": Buffer.from("array") }), {}, ["npzNotArrays", {}]],
  ["a zip cut short", npz({ X, y: labels }).subarray(0, 300), {}, ["fileDamaged", {}]],
  [
    "an array cut short",
    npz({ X: X.subarray(0, X.length - 1), y: labels }),
    {},
    ["idxTooShort", { promised: 96, found: 95 }],
  ],
  [
    "bytes behind an array",
    npz({ X: Buffer.concat([X, Buffer.of(0)]), y: labels }),
    {},
    ["idxTooLong", { promised: 96 }],
  ],
  [
    "a name that is not there",
    npz({ X, y: labels }),
    { inputs: "x" },
    ["npzNoArray", { array: "x", arrays: "X, y" }],
  ],
  [
    "other counts",
    npz({ X, z: f4([1, 2]) }),
    { inputs: "X", targets: "z" },
    ["npzCountsDiffer", { samples: 12, targetCount: 2 }],
  ],
  [
    "objects",
    npz({ X, y: npy("|O", [count], Buffer.alloc(9)) }),
    { inputs: "X", targets: "y" },
    ["npzType", { type: "|O" }],
  ],
  [
    "complex numbers",
    npz({ X: npy("<c8", [count], Buffer.alloc(96)), y: labels }),
    { inputs: "X", targets: "y" },
    ["npzType", { type: "<c8" }],
  ],
  [
    "inputs of texts",
    npz({ X: npy("|S1", [count], Buffer.alloc(12)), y: labels }),
    { inputs: "X", targets: "y" },
    ["npzType", { type: "|S1" }],
  ],
  [
    "a single number",
    npz({ X: npy("<f4", [], Buffer.alloc(4)), y: labels }),
    { inputs: "X", targets: "y" },
    ["npzShape", { shape: "()" }],
  ],
  [
    "five dimensions",
    npz({ X: npy("|u1", [count, 1, 1, 1, 1], Buffer.alloc(12)), y: labels }),
    {},
    ["npzShape", { shape: "12 × 1 × 1 × 1 × 1" }],
  ],
  [
    "no samples",
    npz({ X: npy("|u1", [0, 3], Buffer.alloc(0)), y: npy("|u1", [0], Buffer.alloc(0)) }),
    {},
    ["npzShape", {}],
  ],
  [
    "gaps",
    npz({ X: f4([NaN, Infinity, ...Array<number>(10).fill(1)]), y: labels }),
    { inputs: "X", targets: "y" },
    ["npzNotFinite", { array: "X", count: 2 }],
  ],
  [
    "gaps in targets",
    npz({ X, y: f4([NaN, ...Array<number>(11).fill(1)]) }),
    {},
    ["npzNotFinite", { array: "y", count: 1 }],
  ],
  [
    "fractions as classes",
    npz({ X, y: f4(Array.from({ length: count }, (_, index) => index / 2)) }),
    {},
    ["npzNotClasses", { array: "y" }],
  ],
  [
    "targets of two ones",
    npz({ X, y: npy("|u1", [count, 2], Buffer.alloc(24, 1)) }),
    {},
    ["npzTargetShape", { shape: "12 × 2" }],
  ],
  [
    "texts to regress",
    npz({ X, y: npy("|S1", [count], Buffer.from("ab".repeat(6))) }),
    { task: "regression" },
    ["npzNotNumbers", { array: "y" }],
  ],
  ["one class", npz({ X, y: npy("|u1", [count], Buffer.alloc(12, 7)) }), {}, ["oneClass", { value: "7" }]],
  ["too few samples", npz({ X, y: labels }), { train: 9 }, ["tooFewRows", { rows: 12 }]],
])("%s is refused by name", async (_name, file, changes, [code, parameters]) => {
  const data = config(file, changes);
  expect(await failureOfPromise(loadDataset(data))).toMatchObject([code, parameters]);
});

test("what no file can hold is refused before memory is taken", async () => {
  const huge = (shape: readonly number[]) =>
    npz({ X: npy("<f8", shape, Buffer.alloc(64)), y: npy("|u1", [shape[0]!], Buffer.alloc(64)) }, true);
  expect((await failureOfPromise(loadDataset(config(huge([2 ** 31, 2 ** 31])))))[0]).toBe(
    "npzTooManySamples",
  );
  expect((await failureOfPromise(loadDataset(config(huge([1000, 2 ** 40])))))[0]).toBe("idxTooLarge");
  expect((await failureOfPromise(loadDataset(config(huge([1000, 9000])))))[0]).toBe("idxTooShort");
  // A bomb: zeros behind the array.
  const bomb = npz({ X: Buffer.concat([X, Buffer.alloc(100_000_000)]), y: labels }, true);
  expect((await failureOfPromise(loadDataset(config(bomb))))[0]).toBe("idxTooLong");
  const many = npz(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`a${index}`, f4([1])])));
  expect(await failureOfPromise(loadDataset(config(many)))).toMatchObject([
    "npzTooManyArrays",
    { limit: 1000 },
  ]);
});

test("MNIST as IDX and as npz is the same, to the bit", async (context) => {
  context.skip(!existsSync(mnistFolder), "../shared/data/mnist-t10k is not there");
  const [images, labelFile] = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"].map((name) =>
    join(mnistFolder, name),
  );
  const split = { train: 1000, validation: 500, seed: 3 };
  const asIdx = await loadDataset(dataSchema.parse({ source: "idx", images, labels: labelFile, ...split }));
  const x_test = npy("|u1", [10_000, 28, 28], gunzipSync(readFileSync(images!)).subarray(16));
  const y_test = npy("|u1", [10_000], gunzipSync(readFileSync(labelFile!)).subarray(8));
  const asNpz = await loadDataset(config(npz({ x_test, y_test }, true), split));
  for (const name of ["train", "validation"] as const) {
    for (const part of ["inputs", "targets"] as const) {
      expect(Buffer.from(asNpz[name][part].buffer).equals(Buffer.from(asIdx[name][part].buffer))).toBe(true);
    }
  }
  expect({ ...asNpz, train: null, validation: null }).toEqual({ ...asIdx, train: null, validation: null });
});

describe("flipped bits of a zip change nothing, or are named", () => {
  const pixels = Uint8Array.from({ length: count * 6 }, (_, index) => index);
  const others = npy(
    "|u1",
    [count, 2, 3],
    pixels.map((value) => value + 1),
  );
  const arrays = {
    x_test: others,
    y_test: labels,
    x_train: npy("|u1", [count, 2, 3], pixels),
    y_train: labels,
  };
  const named = { inputs: "x_train", targets: "y_train" };

  test.each([
    ["stored, proposed", false, {}],
    ["stored, named", false, named],
    ["packed, proposed", true, {}],
    ["packed, named", true, named],
  ])("%s", async (_name, isPacked, changes) => {
    const file = npz(arrays, isPacked);
    const data = config(file, changes);
    const whole = await rawData(data);
    const path = temporaryFile("damaged.npz", file);
    const codes = new Set<string>();
    for (let place = 0; place < file.length; place++) {
      const damaged = Buffer.from(file);
      damaged[place]! ^= 1 << (place % 8);
      writeFileSync(path, damaged);
      try {
        expect(await rawData({ ...data, arrays: path } as DataConfig), `byte ${place}`).toEqual(whole);
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        codes.add(error.code);
      }
    }
    expect(codes).toContain("fileDamaged");
    expect(codes).not.toContain("unexpected");
  });
});
