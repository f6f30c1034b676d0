import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeSafetensors } from "../artifacts/safetensors";
import { zipOf } from "../data/npz/testing";
import { readNetworkFile, readWeightsFile } from "../interchange/files/network-file";
import { hdf5Of } from "../interchange/files/hdf5.testing";
import { readNetworkText } from "../interchange/read/read-text";
import { layerSchema } from "../nn/layers/kinds";
import { fuzz } from "../test-size";
import { hostileJson, jsonWithDepth, mutated, mutatedBytes } from "./mutations";
import { Outcomes } from "./outcome";

const fixtures = new URL("../interchange/read/fixtures/", import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, fixtures));
const codes = [
  "chapter.py",
  "class.py",
  "residual.py",
  "keras-add.py",
  "printed-sequential.txt",
  "printed-class.txt",
];
const configs = ["sequential.keras.json", "functional.keras.json"];
const jsonOf = (name: string) => JSON.parse(fixture(name).toString()) as unknown;

const words = codes.flatMap((name) =>
  fixture(name)
    .toString()
    .match(/\w+|[^\w\s]|\s+/g)!,
);
/** The words of networks, in any order. */
const shuffled = fc.array(fc.constantFrom(...words), { maxLength: 300 }).map((some) => some.join(""));
const repeated = fc
  .tuple(
    fc.constantFrom(
      "(",
      "[",
      "x(",
      "lambda: ",
      "not ",
      "-",
      "def f():\n ",
      "class A:\n ",
      "a.",
      "a[",
      "1+",
      "*",
    ),
    fc.nat(20_000),
  )
  .map(([word, times]) => word.repeat(times));

/** What a text gives is a network of the document, or a named failure. */
async function readOnly(outcomes: Outcomes, read: () => ReturnType<typeof readNetworkText>): Promise<void> {
  const reading = await outcomes.of(read);
  for (const layer of reading?.layers ?? []) layerSchema.parse(layer);
  if (reading && reading.notes.length > 50) throw new Error("nobody reads so much");
}

test(`texts of networks (seed ${fuzz.seed}): a network, or a named failure`, async () => {
  const outcomes = new Outcomes();
  const texts = fc.oneof(
    ...codes.map((name) => mutatedBytes(fixture(name)).map((bytes) => new TextDecoder().decode(bytes))),
    ...configs.map((name) => mutated(jsonOf(name), hostileJson).map(jsonWithDepth)),
    shuffled,
    repeated,
    fc.string({ unit: "binary" }),
  );
  await fc.assert(
    fc.asyncProperty(texts, (text) => readOnly(outcomes, () => readNetworkText(text))),
    fuzz,
  );
  expect(outcomes.codes).toEqual(expect.arrayContaining(["valid", "readNothing", "readTooDeep"]));
});

const tensors = { "0.weight": { shape: [3, 2], values: new Float32Array(6) } };
const weights = { "layers/dense/vars/0": { shape: [2, 3], values: new Float32Array(6) } };

test(`files of networks (seed ${fuzz.seed}): a network and weights, or a named failure`, async () => {
  const outcomes = new Outcomes();
  const h5 = await hdf5Of(weights);
  const keras = zipOf({ "config.json": fixture(configs[0]!), "model.weights.h5": h5 }, true);
  const files = fc.oneof(
    mutatedBytes(keras),
    mutatedBytes(h5),
    mutatedBytes(writeSafetensors(tensors)),
    ...["torch-legacy.onnx", "torch-dynamo.onnx", "tf2onnx.onnx"].map((name) => mutatedBytes(fixture(name))),
    mutatedBytes(h5).map(
      (bytes) => new Uint8Array(zipOf({ "config.json": fixture(configs[1]!), "model.weights.h5": bytes })),
    ),
  );
  await fc.assert(
    fc.asyncProperty(files, async (bytes) => {
      const reading = await outcomes.of(() => readNetworkFile("file", bytes));
      for (const layer of reading?.layers ?? []) layerSchema.parse(layer);
      const read = await outcomes.of(() => readWeightsFile("file", bytes));
      let values = 0;
      for (const { values: each } of read?.tensors.values() ?? []) values += each.length;
      if (values > bytes.length * 1032) throw new Error("more than the file can hold");
    }),
    fuzz,
  );
  expect(outcomes.codes).toEqual(expect.arrayContaining(["valid", "readFileDamaged", "readWeightsNone"]));
});

test("a zip that would unpack to more than any network's configuration is refused unread", async () => {
  const bomb = zipOf({ "config.json": new Uint8Array(2 ** 25) }, true);
  expect(bomb.length).toBeLessThan(100_000);
  await expect(readNetworkFile("bomb.keras", bomb)).rejects.toMatchObject({ code: "readFileDamaged" });
});
