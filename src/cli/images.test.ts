import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { npy, npz } from "../data/npz/testing";
import { png, writeFiles } from "../data/pictures/testing";
import { checkExperiment } from "../experiment/check";
import { openTerminal } from "./testing";

/** A kind of digit whose bright column tells the class. */
function imageOf(index: number): Uint8Array {
  return Uint8Array.from(
    { length: 36 },
    (_, place) => ((place * 31 + index * 57) % 90) + (place % 6 === index % 3 ? 120 : 0),
  );
}

test("the same pixels as a folder of PNG files and as IDX files train to the same bits", async () => {
  const terminal = openTerminal();
  try {
    const count = 60;
    // In the order of the folder: by class, and then by name.
    const order = Array.from({ length: count }, (_, index) => index).sort(
      (one, other) => (one % 3) - (other % 3) || one - other,
    );
    for (const index of order) {
      const folder = join(terminal.folder, "images", String(index % 3));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${String(index).padStart(2, "0")}.png`), png(6, 6, imageOf(index)));
    }
    const header = (kind: number, ...sides: number[]) =>
      Buffer.from([0, 0, 8, kind, ...sides.flatMap((side) => [0, 0, 0, side])]);
    const write = (name: string, ...parts: Uint8Array[]) =>
      writeFileSync(join(terminal.folder, name), Buffer.concat(parts));
    write("pixels", header(3, count, 6, 6), ...order.map(imageOf));
    write("labels", header(1, count), Buffer.from(order.map((index) => index % 3)));

    const weightsOf = async (name: string, data: object) => {
      const document = terminal.write(`${name}.json`, {
        name,
        data: { ...data, train: 40, validation: 20 },
        network: {
          layers: [
            { type: "dense", units: 8 },
            { type: "relu" },
            { type: "dropout", rate: 0.3 },
            { type: "dense", units: 3 },
          ],
        },
        training: { epochs: 3, batchSize: 8 },
        seeds: [1],
      });
      const { code, errors } = await terminal.lab("run", document, "--out", name);
      expect(code, errors).toBe(0);
      const folder = join(terminal.folder, name);
      const files = readdirSync(folder).filter((file) => file.endsWith(".safetensors"));
      return files.map((file) => readFileSync(join(folder, file)));
    };
    const asFolder = await weightsOf("folder", { source: "pictures", folder: "images" });
    const asIdx = await weightsOf("idx", { source: "idx", images: "pixels", labels: "labels" });
    expect(asFolder.length).toBeGreaterThan(0);
    expect(asFolder.map((weights, index) => weights.equals(asIdx[index]!))).toEqual(asFolder.map(() => true));
  } finally {
    terminal.close();
  }
});

test("a folder of images and arrays are trained on without a document, and what was decided is told", async () => {
  const terminal = openTerminal();
  try {
    const files: Record<string, Uint8Array> = { "cats/broken.png": Buffer.of(1) };
    for (let index = 0; index < 40; index++)
      files[`${index % 2 ? "dogs" : "cats"}/${index}.png`] = png(6, 6, imageOf(index));
    writeFiles(join(terminal.folder, "pets"), files);
    const run = await terminal.lab("run", "pets", "--seeds", "1", "--epochs", "1");
    expect(run.code, run.errors).toBe(0);
    expect(run.errors).toContain(
      "Decided: classification, 2 classes, from 36 values; height 6, width 6, channels 1; of 40 samples 28 to train with, 6 to validate with and 6 to test with, stratified by class",
    );
    expect(run.errors).toContain("Left out as broken or no images: 1 (cats/broken.png)");
    expect(terminal.stored()!.experiment).toMatchObject({
      name: "pets",
      data: { source: "pictures", folder: join(terminal.folder, "pets"), height: 6, width: 6, channels: 1 },
    });

    const arrays = {
      x: npy("<f4", [40, 2], Buffer.alloc(320, 1)),
      y: npy(
        "|u1",
        [40],
        Uint8Array.from({ length: 40 }, (_, index) => index % 4),
      ),
    };
    writeFileSync(join(terminal.folder, "mine.npz"), npz(arrays));
    const made = await terminal.lab("new", "mine.npz");
    expect(made.code, made.errors).toBe(0);
    const { experiment, faults } = checkExperiment(JSON.parse(made.output));
    expect(faults).toEqual([]);
    expect(experiment).toMatchObject({
      name: "mine",
      data: {
        source: "npz",
        arrays: "mine.npz",
        inputs: "x",
        targets: "y",
        train: 28,
        validation: 6,
        test: 6,
        division: "stratified",
      },
    });

    // As in the window, the name of EMNIST's files says that their images are turned over.
    const folder = join(terminal.folder, "emnist-letters");
    const sizes = Buffer.from([0, 0, 0, 40, 0, 0, 0, 6, 0, 0, 0, 6]);
    writeFiles(folder, {
      "train-images-idx3-ubyte": Buffer.concat([Buffer.from([0, 0, 8, 3]), sizes, Buffer.alloc(1440, 7)]),
      "train-labels-idx1-ubyte": Buffer.from([
        0,
        0,
        8,
        1,
        0,
        0,
        0,
        40,
        ...Array.from({ length: 40 }, (_, at) => at % 4),
      ]),
    });
    const turned = await terminal.lab("new", "emnist-letters");
    expect(turned.code, turned.errors).toBe(0);
    expect(JSON.parse(turned.output)).toMatchObject({ data: { source: "idx", transposed: true } });
    expect(turned.errors).toContain(
      "from 36 values; images turned over, because the name says EMNIST; of 40 samples",
    );

    for (const [name, told] of [
      ["nowhere", "there is no such file"],
      ["pets/cats", "cats holds no images in folders"],
    ] as const) {
      const refused = await terminal.lab("run", name);
      expect(refused.code).not.toBe(0);
      expect(refused.errors).toContain(told);
    }
  } finally {
    terminal.close();
  }
});
