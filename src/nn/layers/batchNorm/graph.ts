import type { Output } from "../../../tensor/graph";
import { batchNormalised, batchNormGradients } from "../../../tensor/batch-norm";
import { reshape } from "../../../tensor/ops";
import { graphLayer } from "../graph-layer";
import { batchNorm } from "./layer";

/** Formulas: plain.ts. TensorFlow has each way as one op, on pictures; a row is a picture of one pixel. */
export const batchNormGraph = graphLayer(batchNorm, {
  forward({ graph, layer: { momentum, epsilon }, inputs, shape, mode, read }) {
    const isRow = shape.length === 1;
    const pictures = (x: Output) => (isRow ? reshape(graph, x, [-1, 1, 1, shape[0]!]) : x);
    const asItCame = (x: Output) => (isRow ? reshape(graph, x, [-1, shape[0]!]) : x);
    const x = pictures(inputs);
    const scale = read("scale");
    const isTraining = mode !== "eval";
    const running = { mean: read("runningMean"), variance: read("runningVariance") };
    const settings = { epsilon, isTraining };
    const { outputs, mean, variance, saved } = batchNormalised(graph, x, {
      ...settings,
      ...running,
      scale,
      shift: read("shift"),
      momentum,
    });
    let ways: ReturnType<typeof batchNormGradients> | undefined;
    const back = (gradient: Output) =>
      (ways ??= batchNormGradients(graph, pictures(gradient), { ...settings, x, scale, saved }));
    return {
      outputs: asItCame(outputs),
      toInputs: (gradient) => asItCame(back(gradient).inputs),
      toParameters: (gradient) => ({ scale: back(gradient).scale, shift: back(gradient).shift }),
      ...(mode === "train" && { buffers: { runningMean: mean, runningVariance: variance } }),
      readBack: ["scale"],
    };
  },
});
