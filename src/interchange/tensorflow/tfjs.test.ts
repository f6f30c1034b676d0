import { io } from "@tensorflow/tfjs-core";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import { expect, test } from "vitest";
import { onBackends } from "../../engine/testing";
import type { ModelFile } from "../model-file";
import type { Tensor } from "../../tensor/tensorflow";
import { loadedTable, tableSettings } from "../table.testing";
import { labOutputs, labProbabilities, namedNetworks, networkOf, preparedOf, rawRowsOf } from "../testing";
import type { TrainedNetwork } from "../trained-network";
import { tfjsFiles } from "./tfjs";

const rows = 9;
const networks = namedNetworks();

onBackends(
  (backend) => {
    test.each(networks)("TensorFlow.js gives the lab's probabilities: $name", async ({ network }) => {
      const { tf } = backend();
      const raw = rawRowsOf(network, rows);
      const { image } = network.preparation;
      const inputs: Record<string, Tensor> = image
        ? { pictures: tf.tensor(raw.flat(), [rows, ...image.shape], "int32") }
        : { inputs: tf.tensor2d(raw) };
      const { probabilities, label } = await answersOf(network, inputs);
      const expected = labProbabilities(tf, network, preparedOf(network, raw));
      ((await probabilities!.array()) as number[][]).forEach((row, place) =>
        row.forEach((each, output) => expect(Math.abs(each - expected[place]![output]!)).toBeLessThan(1e-5)),
      );
      expect(await label!.array()).toEqual(expected.map((each) => each.indexOf(Math.max(...each))));
    });

    test.each(tableSettings)("raw rows of a table, with the numbers of its texts: %o", async (settings) => {
      const { tf } = backend();
      const { dataset, rows: raw } = await loadedTable(settings);
      const network = networkOf(
        [{ type: "dense", units: 6 }, { type: "tanh" }, { type: "dense", units: 1 }],
        dataset.preparation,
      );
      const { texts } = metadataOf(tfjsFiles(network));
      const inputs = Object.fromEntries(
        Object.keys(raw[0]!).map((name) => {
          const keys = texts[name];
          const cells = raw.map((row) => [keys ? numberOf(keys, String(row[name])) : Number(row[name])]);
          return [name, tf.tensor2d(cells, undefined, keys ? "int32" : "float32")];
        }),
      );
      const { value } = await answersOf(network, inputs);
      const { mean, divisor } = dataset.preparation.target as { mean: number; divisor: number };
      const found = (await value!.array()) as number[][];
      // An amount of a million with a deviation of 26 keeps three digits of its scaled value in float32.
      labOutputs(tf, network, dataset.validation.inputs).forEach(([each], row) => {
        expect((found[row]![0]! - mean) / divisor).toBeCloseTo(each!, 2);
      });
    });
  },
  ["cpu"],
);

/** Its place among the keys; then a gap, then any other text. */
function numberOf(keys: readonly string[], text: string): number {
  if (text === "") return keys.length;
  const place = keys.indexOf(text);
  return place < 0 ? keys.length + 1 : place;
}

const jsonOf = (files: readonly ModelFile[]) =>
  JSON.parse(new TextDecoder().decode(files.find(({ path }) => path === "model.json")!.bytes)) as Record<
    string,
    never
  >;

function metadataOf(files: readonly ModelFile[]): { texts: Record<string, string[]> } {
  return jsonOf(files)["userDefinedMetadata"]!;
}

/** The model's answers, loaded as from a web server. */
async function answersOf(
  network: TrainedNetwork,
  inputs: Record<string, Tensor>,
): Promise<Record<string, Tensor>> {
  const files = tfjsFiles(network);
  const byName = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const fetchFunc = async (url: string) => new Response(Uint8Array.from(byName.get(url.split("/").at(-1)!)!));
  const model = await loadGraphModel(
    io.http("http://models/model.json", { fetchFunc: fetchFunc as typeof fetch }),
  );
  const names = Object.keys(jsonOf(files)["signature"]!["outputs"]);
  const outputs = model.predict(inputs) as Tensor | Tensor[];
  const list = [outputs].flat();
  return Object.fromEntries(names.map((name, place) => [name, list[place]!]));
}
