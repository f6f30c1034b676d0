import { useI18n } from "vue-i18n";
import type { RunSummary } from "../../src/contract/contract";
import type { Halving } from "../../src/experiment/halving";

/** Says where early stopping or successive halving has ended a run; null if none has. */
export function useStoppedText() {
  const { t } = useI18n();
  return (
    { status, epochsDone, epochs }: Pick<RunSummary, "status" | "epochsDone" | "epochs">,
    halving?: Halving,
  ) => {
    if (status !== "done" || epochsDone >= epochs) return null;
    const numbers = { done: epochsDone, total: epochs };
    return halving
      ? t("halving.halted", { ...numbers, eta: halving.eta })
      : t("earlyStopping.stopped", numbers);
  };
}
