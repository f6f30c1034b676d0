import { call, text } from "../../python";
import type { LossCode } from "../loss-code";

export const softmaxCrossEntropyCode: LossCode = {
  pytorch: (outputs, targets, { labelSmoothing, classWeights } = {}) =>
    call("nn.functional.cross_entropy", [outputs, targets], {
      label_smoothing: labelSmoothing || undefined,
      reduction: classWeights === "balanced" ? text("none") : undefined,
    }),
  keras: ({ labelSmoothing }) =>
    labelSmoothing
      ? call("keras.losses.CategoricalCrossentropy", [], {
          from_logits: true,
          label_smoothing: labelSmoothing,
        })
      : call("keras.losses.SparseCategoricalCrossentropy", [], { from_logits: true }),
  oneHotInKeras: ({ labelSmoothing = 0 }) => labelSmoothing > 0,
  kerasEach: call("keras.losses.sparse_categorical_crossentropy", ["y", "outputs"], { from_logits: true }),
};
