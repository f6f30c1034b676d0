import { kindOf } from "../nn/layers/kinds";
import { inOrder, layerShapes } from "../nn/network";
import { sizeOf } from "../nn/shape";
import { RandomStream } from "../random/random";
import type { Tensorflow } from "../tensor/tensorflow";
import type { Network } from "./network";
import { firstDrawing, throughLayers } from "./predictor";

/** So many passes go through the network at once, unless a layer's random numbers are shared by all rows that do. */
const passesAtOnce = 256;

/**
 * One row: [outputs] in evaluation mode and [passes, outputs] with dropout on. Pass n draws the masks of the run's own
 * evaluation "eval forgotten" n at this epoch. All passes go through the network at once, as the rows of a batch, so that a
 * stroke of a pen is answered in time.
 * @param row whose masks they are: the row's number in its split
 */
export function rowPasses(
  tf: Tensorflow,
  network: Network,
  input: Float32Array,
  { epoch, row, passes }: { readonly epoch: number; readonly row: number; readonly passes: number },
): { evaluated: Float64Array; drawn: Float64Array } {
  const { layers, seed } = network.plan;
  const first = firstDrawing(layers);
  const outputs = sizeOf(layerShapes(layers, network.input).at(-1)!.output);
  const [evaluated, drawn] = [new Float64Array(outputs), new Float64Array(passes * outputs)];
  tf.tidy(() => {
    const sample = tf.tensor(input, [1, ...network.input]);
    const before = throughLayers(tf, network, sample, 0, first, null);
    evaluated.set(throughLayers(tf, network, before, first, undefined, null).dataSync<"float32">());
    const isShared = inOrder(layers).some(({ layer }) => kindOf(layer).draws === "pass");
    const together = isShared ? 1 : passesAtOnce;
    for (let start = 0; start < passes; start += together) {
      const count = Math.min(together, passes - start);
      tf.tidy(() => {
        const copies = tf.tile(before, [count, ...before.shape.slice(1).map(() => 1)]);
        const outOf = throughLayers(tf, network, copies, first, undefined, (layer, draws) => ({
          // The words of one row of each pass, or those that all rows of a pass share.
          fillUint32(target) {
            const words = target.length / count;
            for (let pass = 0; pass < count; pass++) {
              const address = { layer, step: epoch, pass: start + pass };
              const stream = new RandomStream(seed, "forgottenMask", address);
              if (draws === "rows") stream.skip(row * words);
              stream.fillUint32(target.subarray(pass * words, (pass + 1) * words));
            }
          },
        }));
        drawn.set(outOf.dataSync<"float32">(), start * outputs);
      });
    }
  });
  return { evaluated, drawn };
}
