import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { type Backend, loadBackend } from "../engine/backend";
import { PlainEngine } from "../engine/plain-engine";
import { trainRun } from "../engine/run";
import { evaluationOf, layersOf, letItRun, trainingOf } from "../engine/testing";
import { openEngine, sqlText } from "../table/duckdb";
import { dataSchema } from "./kinds";
import { loadDataset } from "./load";
import { npy, npz } from "./npz/testing";
import { temporaryFolder } from "./testing";

const mnistFolder = join(import.meta.dirname, "..", "..", "..", "shared", "data", "mnist-t10k");

let backend: Backend;
beforeAll(async () => {
  const before = process.env["DROPOUT_LAB_BACKEND"];
  process.env["DROPOUT_LAB_BACKEND"] = "cpu";
  backend = await loadBackend();
  if (before === undefined) delete process.env["DROPOUT_LAB_BACKEND"];
  else process.env["DROPOUT_LAB_BACKEND"] = before;
});

const plan = {
  layers: layersOf(
    { type: "dense", units: 12 },
    { type: "relu" },
    { type: "dropout", rate: 0.3 },
    { type: "dense", units: 10 },
  ),
  training: trainingOf({ epochs: 1, batchSize: 32 }),
  seed: 5,
};

test("MNIST as IDX, npz, CSV and Parquet trains to the same bits", { timeout: 300_000 }, async (context) => {
  context.skip(!existsSync(mnistFolder), "../shared/data/mnist-t10k is not there");
  const read = (name: string) => gunzipSync(readFileSync(join(mnistFolder, name)));
  const count = 2000;
  const pixels = read("t10k-images-idx3-ubyte.gz").subarray(16, 16 + 784 * count);
  const labels = read("t10k-labels-idx1-ubyte.gz").subarray(8, 8 + count);
  const folder = temporaryFolder();
  const file = (name: string, content: string | Uint8Array = ""): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const csv = file("mnist.csv", csvOf(pixels, labels));
  const parquet = file("mnist.parquet");
  const engine = await openEngine(folder);
  await engine.run(`COPY (FROM read_csv(${sqlText(csv)})) TO ${sqlText(parquet)} (FORMAT parquet)`);
  engine.close();
  const split = { train: 1200, validation: 400, seed: 3 };
  const sources = {
    idx: {
      source: "idx",
      images: file(
        "images",
        Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 7, 208, 0, 0, 0, 28, 0, 0, 0, 28]), pixels]),
      ),
      labels: file("labels", Buffer.concat([Buffer.from([0, 0, 8, 1, 0, 0, 7, 208]), labels])),
    },
    npz: {
      source: "npz",
      arrays: file(
        "mnist.npz",
        npz({ x: npy("|u1", [count, 28, 28], pixels), y: npy("|u1", [count], labels) }, true),
      ),
    },
    csv: { source: "table", path: csv },
    parquet: { source: "table", path: parquet },
  };
  const trained = new Map<string, Buffer>();
  for (const [name, source] of Object.entries(sources)) {
    const data = await loadDataset(dataSchema.parse({ ...source, ...split }));
    expect([name, data.image]).toEqual([name, [28, 28, 1]]);
    const control = { ...letItRun, onRecord: () => undefined };
    const { weights } = await trainRun(
      new PlainEngine(backend.tf, backend.environment),
      plan,
      data,
      evaluationOf(),
      control,
    );
    trained.set(
      name,
      Buffer.concat(
        weights.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
      ),
    );
  }
  const [first, ...others] = [...trained];
  for (const [name, weights] of others) expect([name, weights.equals(first![1])]).toEqual([name, true]);
  expect(first![1].length).toBe(4 * (784 * 12 + 12 + 12 * 10 + 10));
});

/** As Kaggle has it. */
function csvOf(pixels: Uint8Array, labels: Uint8Array): string {
  const names = Array.from({ length: 784 }, (_, pixel) => `pixel${pixel}`);
  const rows = Array.from(labels, (label, row) =>
    [label, ...pixels.subarray(784 * row, 784 * (row + 1))].join(","),
  );
  return [["label", ...names].join(","), ...rows, ""].join("\n");
}
