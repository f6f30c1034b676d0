import { expect, test } from "vitest";
import { letItRun, dataOf, layersOf, onBackends, trainingOf } from "../../../engine/testing";
import { RandomStream } from "../../../random/random";
import { dropoutOdds } from "../dropout/mask";
import { kindOf, layerSchema } from "../kinds";
import { plainOf } from "../plain";
import { expectPyTorch } from "../testing";

expectPyTorch("dropConnect");

test.each([0.1, 0.5])("at rate %d a weight's multiplier has mean 1 and variance p/(1-p)", (rate) => {
  const [inputs, units] = [500, 1000];
  const count = inputs * units;
  const layer = layerSchema.parse({ type: "dropConnect", units, rate });
  const mask = kindOf(layer).weightMask!(layer, [inputs], new RandomStream(1, "trainingMask"));
  expect(new Set(mask)).toEqual(new Set([0, Math.fround(dropoutOdds(rate).kept)]));
  const odds = rate / (1 - rate);
  const mean = mask.reduce((sum, multiplier) => sum + multiplier, 0) / count;
  const variance = mask.reduce((sum, multiplier) => sum + (multiplier - mean) ** 2, 0) / count;
  expect(mask).toHaveLength(count);
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(odds / count));
  const slope = Math.abs(2 * rate - 1) / (1 - rate) ** 2;
  expect(Math.abs(variance - odds)).toBeLessThan(
    4 * slope * Math.sqrt((rate * (1 - rate)) / count) + 1e-4 * odds,
  );
});

onBackends((backend) => {
  test("the mean over all masks of its weights is what it puts out in eval mode", () => {
    const { tf } = backend();
    const rate = 0.25;
    const layer = layerSchema.parse({ type: "dropConnect", units: 2, rate });
    const outputsWith = (mode: "eval" | "train", kept: number) =>
      tf.tidy(() => {
        const step = plainOf(layer)({
          tf,
          layer,
          inputs: tf.tensor2d([[0.5, -2, 3]]),
          mode,
          state: {
            kernel: tf.tensor2d([0.4, -0.3, 1.2, 0.8, -0.7, 0.1], [3, 2]),
            bias: tf.tensor1d([0.3, -1]),
          },
          random: () => ({
            fillUint32: (words) => {
              words.fill(0);
              for (let weight = 0; weight < 6; weight++)
                if ((kept >> weight) & 1) words[weight >> 1]! += 0xffff * 65536 ** (weight % 2);
            },
          }),
        })!;
        return [...step.outputs.dataSync<"float32">()];
      });
    const mean = [0, 0];
    for (let kept = 0; kept < 64; kept++) {
      const count = [...kept.toString(2)].filter((bit) => bit === "1").length;
      const probability = (1 - rate) ** count * rate ** (6 - count);
      outputsWith("train", kept).forEach((output, unit) => (mean[unit]! += probability * output));
    }
    outputsWith("eval", 0).forEach((output, unit) => expect(mean[unit]).toBeCloseTo(output, 5));
  });

  test("all rows of a pass share the mask, however they are divided into batches", async () => {
    const row = [0.5, -1, 2, 0.25];
    const rows = 1500;
    const data = dataOf({ rows, features: 4, outputs: 3 });
    const same = { rows, inputs: Float32Array.from({ length: 4 * rows }, (_, at) => row[at % 4]!) };
    const split = { ...same, targets: new Float32Array(rows) };
    const plan = {
      layers: layersOf({ type: "dropConnect", units: 3, rate: 0.5 }),
      training: trainingOf({}),
      seed: 4,
    };
    const lossOf = async (some: typeof split, pass: number) => {
      const run = backend().engine.openRun(plan, { ...data, validation: some });
      const { loss } = await run.evaluate("validation", "evalForgotten", 1, pass, letItRun);
      run.dispose();
      return loss;
    };
    const one = { rows: 1, inputs: split.inputs.slice(0, 4), targets: split.targets.slice(0, 1) };
    const [all, first, second] = [await lossOf(split, 0), await lossOf(one, 0), await lossOf(one, 1)];
    expect(Math.abs(all / first - 1)).toBeLessThan(1e-5);
    expect(Math.abs(second / first - 1)).toBeGreaterThan(1e-3);
  });
});
