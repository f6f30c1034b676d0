import { useI18n } from "vue-i18n";
import type { RunSummary } from "../../src/contract/contract";

/** Says where early stopping has ended a run; null if it has not. */
export function useStoppedText() {
  const { t } = useI18n();
  return ({ status, epochsDone, epochs }: Pick<RunSummary, "status" | "epochsDone" | "epochs">) =>
    status === "done" && epochsDone < epochs
      ? t("earlyStopping.stopped", { done: epochsDone, total: epochs })
      : null;
}
