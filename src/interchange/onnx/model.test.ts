import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { onBackends } from "../../engine/testing";
import { sizeOf } from "../../nn/shape";
import { inOrder } from "../../nn/network";
import {
  labOutputs,
  labProbabilities,
  namedNetworks,
  networkOf,
  numbersOf,
  preparedOf,
  rawRowsOf,
} from "../testing";
import type { TrainedNetwork } from "../trained-network";
import { onnxModel, type OnnxMode } from "./model";

const rows = 9;
const networks = namedNetworks();
const dropping = networks.filter(({ network }) =>
  inOrder(network.layers).some(({ layer }) => "rate" in layer || "deviation" in layer),
);

onBackends(
  (backend) => {
    test.each(networks)(
      "in eval mode ONNX Runtime gives the lab's probabilities: $name",
      async ({ network }) => {
        const raw = rawRowsOf(network, rows);
        const expected = labProbabilities(backend().tf, network, preparedOf(network, raw));
        const { probabilities: found, label } = await answers(network, "eval", raw);
        expectClose(found!, expected, 1e-5);
        expected.forEach((each, row) => {
          const best = each.indexOf(Math.max(...each));
          expect(label!.data[row]).toBe(`class ${best}`);
        });
      },
    );

    test("a regression answers in the target's units", async () => {
      const target = { task: "regression", mean: -300, divisor: 40 } as const;
      const network = networkOf(
        [{ type: "dense", units: 3 }, { type: "tanh" }, { type: "dense", units: 1 }],
        numbersOf(4, target),
      );
      const raw = rawRowsOf(network, rows);
      const { value } = await answers(network, "eval", raw);
      const expected = labOutputs(backend().tf, network, preparedOf(network, raw));
      expected.forEach(([each], row) => expect(Number(value!.data[row])).toBeCloseTo(-300 + 40 * each!, 3));
      expect(value!.dims).toEqual([rows, 1]);
    });

    // Both are samples: by luck a difference of 7 standard errors is seen once in 10^11 times.
    test.each(dropping)("passes have the lab's mean and variance: $name", async ({ network }) => {
      const { tf } = backend();
      const [row] = rawRowsOf(network, 1) as [number[]];
      const isShared = inOrder(network.layers).some(({ layer }) => layer.type === "dropConnect");
      const [calls, copies] = isShared ? [1500, 1] : [1, 20_000];
      const raw = Array<number[]>(copies).fill(row);
      const session = await sessionOf(network, "passes");
      const found: number[][] = [];
      const expected: number[][] = [];
      for (let call = 0; call < calls; call++) {
        const { probabilities: each } = await session.run(feeds(network, raw));
        found.push(...rowsOf(each!));
        expected.push(...labProbabilities(tf, network, preparedOf(network, raw), call));
      }
      await session.release();
      found[0]!.forEach((_, output) => {
        const ours = momentsOf(expected.map((each) => each[output]!));
        const theirs = momentsOf(found.map((each) => each[output]!));
        expect(Math.abs(ours.mean - theirs.mean)).toBeLessThan(
          7 * Math.hypot(ours.errorOfMean, theirs.errorOfMean),
        );
        expect(Math.abs(ours.variance - theirs.variance)).toBeLessThan(
          7 * Math.hypot(ours.errorOfVariance, theirs.errorOfVariance),
        );
        expect(theirs.variance).toBeGreaterThan(0);
      });
    });
  },
  ["cpu"],
);

function sessionOf(network: TrainedNetwork, mode: OnnxMode): Promise<InferenceSession> {
  return InferenceSession.create(onnxModel(network, mode), { logSeverityLevel: 3 });
}

function feeds({ preparation: { image } }: TrainedNetwork, raw: readonly number[][]): Record<string, Tensor> {
  if (image)
    return { pictures: new Tensor("uint8", Uint8Array.from(raw.flat()), [raw.length, ...image.shape]) };
  return { inputs: new Tensor("float64", Float64Array.from(raw.flat()), [raw.length, raw[0]!.length]) };
}

async function answers(network: TrainedNetwork, mode: OnnxMode, raw: readonly number[][]) {
  const session = await sessionOf(network, mode);
  try {
    return await session.run(feeds(network, raw));
  } finally {
    await session.release();
  }
}

function rowsOf({ data, dims }: Tensor): number[][] {
  const width = sizeOf(dims.slice(1));
  const values = Array.from(data as Float32Array);
  return Array.from({ length: dims[0]! }, (_, row) => values.slice(row * width, (row + 1) * width));
}

function expectClose(found: Tensor, expected: readonly number[][], tolerance: number): void {
  expect(found.dims).toEqual([expected.length, expected[0]!.length]);
  rowsOf(found).forEach((row, place) =>
    row.forEach((each, output) => expect(Math.abs(each - expected[place]![output]!)).toBeLessThan(tolerance)),
  );
}

/** With the standard errors of both. */
function momentsOf(values: readonly number[]) {
  const meanOf = (each: readonly number[]) => each.reduce((sum, value) => sum + value, 0) / each.length;
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => (value - mean) ** 2));
  const fourth = meanOf(values.map((value) => (value - mean) ** 4));
  const errorOfVariance = Math.sqrt((fourth - variance ** 2) / values.length);
  return { mean, variance, errorOfMean: Math.sqrt(variance / values.length), errorOfVariance };
}
