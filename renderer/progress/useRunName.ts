import { useI18n } from "vue-i18n";
import type { RunSummary } from "../../src/contract/contract";
import { shownName } from "../names";
import { useRuns } from "../state/useRuns";

/** A run's name: its variant and seed, and its experiment if that is not the shown one. */
export function useRunName(): (summary: RunSummary) => string {
  const { t } = useI18n();
  const { shown, experimentName } = useRuns();
  return ({ experimentId, variant, seed }) => {
    const name = t("progress.run", { variant: shownName(variant), seed });
    const experiment = experimentId === shown.value?.id ? null : experimentName(experimentId);
    return experiment === null ? name : t("progress.otherRun", { experiment: shownName(experiment), name });
  };
}
