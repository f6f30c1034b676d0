import { useI18n } from "vue-i18n";
import type { Minibatch } from "../../../src/contract/contract";
import { useFormat } from "../../format";

/** "Step 3 of 1,280: epoch 1, minibatch 3 of 32" */
export function useStepText(): (minibatch: Minibatch) => string {
  const { t } = useI18n();
  const { integer } = useFormat();
  return ({ step, steps, stepEpoch, batch, batches }) =>
    t("inside.minibatch.place", {
      step: integer(step),
      steps: integer(steps),
      epoch: integer(stepEpoch),
      batch: integer(batch),
      batches: integer(batches),
    });
}
