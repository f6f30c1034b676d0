import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { onBackends } from "../../engine/testing";
import { labOutputs, networkOf } from "../testing";
import { loadedTable, type TableRow, tableSettings } from "../table.testing";
import { onnxModel } from "./model";

const layers: Parameters<typeof networkOf>[0] = [
  { type: "dense", units: 6 },
  { type: "tanh" },
  { type: "dense", units: 1 },
];

onBackends(
  (backend) => {
    test.each(tableSettings)("raw rows of a table get the lab's values: %o", async (settings) => {
      const { dataset, rows } = await loadedTable(settings);
      const network = networkOf(layers, dataset.preparation);
      const names = Object.keys(rows[0]!);
      const value = await run(
        onnxModel(network, "eval"),
        Object.fromEntries(names.map((name) => [name, columnOf(rows, name)])),
      );
      const { mean, divisor } = dataset.preparation.target as { mean: number; divisor: number };
      labOutputs(backend().tf, network, dataset.validation.inputs).forEach(([each], row) => {
        expect((value[row]! - mean) / divisor).toBeCloseTo(each!, 5);
      });
    });

    test.each(tableSettings)("a table of numbers is one matrix: %o", async (settings) => {
      const { dataset, rows } = await loadedTable(settings, ["amount", "day", "year"]);
      const network = networkOf(layers, dataset.preparation);
      const numbers = rows.flatMap((row) => Object.values(row) as number[]);
      const inputs = new Tensor("float64", Float64Array.from(numbers), [rows.length, 3]);
      const value = await run(onnxModel(network, "eval"), { inputs });
      const { mean, divisor } = dataset.preparation.target as { mean: number; divisor: number };
      labOutputs(backend().tf, network, dataset.validation.inputs).forEach(([each], row) => {
        expect((value[row]! - mean) / divisor).toBeCloseTo(each!, 5);
      });
    });
  },
  ["cpu"],
);

test("an unknown category is none of those known, and a column may be called like an output", async () => {
  const feature = { column: "value", kind: "category" as const, mean: 0, divisor: 1 };
  const preparation = {
    features: ["a", "b"].map((category) => ({ ...feature, category })),
    target: { task: "regression" as const, mean: 0, divisor: 1 },
  };
  const network = networkOf([{ type: "dense", units: 1 }], preparation);
  const found = await run(onnxModel(network, "eval"), {
    value: new Tensor("string", ["a", "b", "c"], [3, 1]),
  });
  const [a, b] = network.state.get("layers.0.kernel")!;
  const bias = network.state.get("layers.0.bias")![0]!;
  expect(found[0]).toBeCloseTo(a! + bias, 5);
  expect(found[1]).toBeCloseTo(b! + bias, 5);
  expect(found[2]).toBeCloseTo(bias, 5);
});

function columnOf(rows: readonly TableRow[], name: string): Tensor {
  const cells = rows.map((row) => row[name]!);
  if (typeof cells[0] === "string") return new Tensor("string", cells as string[], [rows.length, 1]);
  return new Tensor("float64", Float64Array.from(cells as number[]), [rows.length, 1]);
}

async function run(model: Uint8Array, inputs: Record<string, Tensor>): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const outputs = await session.run(inputs);
  await session.release();
  return Object.values(outputs)[0]!.data as Float32Array;
}
