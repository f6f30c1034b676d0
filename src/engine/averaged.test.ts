import { expect, test } from "vitest";
import { lossOf } from "../nn/losses/kinds";
import { likeliestNoise, measureAveraged } from "./averaged";
import type { EngineRun } from "./engine";
import { dataOf, layersOf } from "./testing";

const [rows, classes, passes] = [40, 3, 5];
/** The same as in bench/reference/uncertainty.py: [passes, rows, classes], of which these are two columns. */
const valueAt = (pass: number, row: number, column: number) => {
  const place = (pass * rows + row) * classes + column;
  return 3 * Math.sin(place * 0.7) + Math.cos(place * 0.13);
};
const column = (pass: number, wanted: number) =>
  Float32Array.from({ length: rows }, (_, row) => valueAt(pass, row, wanted));

test("the log likelihood of the mixture of passes is that of NumPy and SciPy", async () => {
  const data = dataOf({ task: "regression", rows, outputs: 1 });
  const split = { rows, inputs: new Float32Array(rows * 3), targets: column(0, 1) };
  const run: Pick<EngineRun, "predict"> = {
    async *predict(_rows, _state, masked) {
      const all = column(masked!.pass, 0);
      yield all.subarray(0, 25);
      yield all.subarray(25);
    },
  };
  const layers = layersOf({ type: "dropout", rate: 0.5 }, { type: "dense", units: 1 });
  const measured = await measureAveraged(run, data, split, lossOf("meanSquaredError"), {
    ...{ layers, passes, epoch: 1, likelihood: { noise: 0.25 }, beforePart: () => undefined },
  });
  // float32 values against NumPy's float64.
  expect(measured.likelihood!.logLikelihood).toBeCloseTo(-3.084736170122826, 5);
  const plain = await measureAveraged(run, data, split, lossOf("meanSquaredError"), {
    ...{ layers, passes, epoch: 1, beforePart: () => undefined },
  });
  expect(plain).not.toHaveProperty("likelihood");
  expect(plain.loss).toBe(measured.loss);
  // Left to itself, the noise is the one with which the split is likeliest.
  const at = async (likelihood: { noise?: number }) => {
    const found = await measureAveraged(run, data, split, lossOf("meanSquaredError"), {
      ...{ layers, passes, epoch: 1, likelihood, beforePart: () => undefined },
    });
    return found.likelihood!;
  };
  const own = await at({});
  for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2])
    expect((await at({ noise: factor * own.noise })).logLikelihood).toBeLessThan(own.logLikelihood);
});

test("of one pass the likeliest noise is the mean square", () => {
  expect(likeliestNoise(Float64Array.of(1, -2, 0.5, 3), 1)).toBeCloseTo((1 + 4 + 0.25 + 9) / 4, 3);
});
