import { z } from "../../../messages/zod";
import { defineSchedule } from "../schedule-kind";
import { decayFactor, factorField, warmup } from "../settings";

/**
 * Multiplies by `factor` once the validation loss has not been better for more than `patience` epochs: PyTorch's
 * ReduceLROnPlateau with its relative threshold. Epochs of the warm-up do not count.
 */
export const plateau = defineSchedule({
  type: "plateau",
  schema: z.strictObject({
    type: z.literal("plateau"),
    factor: decayFactor.default(0.1),
    patience: z.int().min(0).max(100_000).default(3),
    threshold: z.number().min(0).lt(1).default(1e-4),
    warmup,
  }),
  fields: [
    factorField,
    { kind: "number", key: "patience", min: 0 },
    { kind: "number", key: "threshold", min: 0, max: 0.9999, step: 0.0001 },
  ],
  factor: (_settings, _moment, watched) => watched,
  watch({ factor: by, patience, threshold }, seen, loss) {
    if (!seen || loss < seen.best * (1 - threshold)) {
      return { best: loss, worse: 0, factor: seen?.factor ?? 1 };
    }
    const worse = seen.worse + 1;
    return worse > patience
      ? { best: seen.best, worse: 0, factor: seen.factor * by }
      : { best: seen.best, worse, factor: seen.factor };
  },
});
