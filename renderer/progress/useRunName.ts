import { useI18n } from "vue-i18n";
import type { RunSummary } from "../../src/lab/contract";
import { shownName } from "../names";
import { useRuns } from "../state/useRuns";

/** What a run is called: by variant and seed, and by its experiment where that is not the one in view. */
export function useRunName(): (summary: RunSummary) => string {
  const { t } = useI18n();
  const { shown, experimentName } = useRuns();
  return ({ experimentId, variant, seed }) => {
    const name = t("progress.run", { variant: shownName(variant), seed });
    const experiment = experimentId === shown.value?.id ? null : experimentName(experimentId);
    return experiment === null ? name : t("progress.otherRun", { experiment: shownName(experiment), name });
  };
}
