import { expect, test } from "vitest";
import { onBackends } from "../../../engine/testing";
import { RandomStream } from "../../../random/random";
import { layerSchema } from "../kinds";
import { plainOf } from "../plain";
import { expectPyTorch } from "../testing";

expectPyTorch("gaussianNoise");

onBackends((backend) => {
  test.each([0.1, 2])("what is added has mean 0 and a standard deviation of %d", (deviation) => {
    const { tf } = backend();
    const [rows, units, value] = [200, 500, 5];
    const outputs = tf.tidy(() => {
      const step = plainOf({ type: "gaussianNoise" })({
        tf,
        layer: layerSchema.parse({ type: "gaussianNoise", deviation }),
        inputs: tf.fill([rows, units], value),
        mode: "train",
        state: {},
        random: () => new RandomStream(3, "trainingMask"),
      })!;
      return step.outputs;
    });
    const noise = Float64Array.from(outputs.dataSync<"float32">(), (output) => output - value);
    outputs.dispose();
    const count = rows * units;
    const mean = noise.reduce((sum, each) => sum + each, 0) / count;
    const variance = noise.reduce((sum, each) => sum + (each - mean) ** 2, 0) / count;
    expect(Math.abs(mean)).toBeLessThan((4 * deviation) / Math.sqrt(count));
    expect(Math.abs(variance / deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });
});
