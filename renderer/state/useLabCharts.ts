import { createGlobalState } from "@vueuse/core";
import { createChartView } from "../series/chartView";
import { isUnfinished } from "./runRegistry";
import { useEvalMode } from "./useEvalMode";
import { useNavigation } from "./useNavigation";
import { useRuns } from "./useRuns";

/** The view of the shown experiment's charts. */
export const useLabCharts = createGlobalState(() => {
  const { shown, summaries, seriesVersion } = useRuns();
  const { view } = useNavigation();
  const { front } = useEvalMode();
  return createChartView({
    series: () => shown.value?.series ?? null,
    groups: () => shown.value?.series.groups ?? [],
    version: () => seriesVersion.value,
    growing: () => summaries.value.some(isUnfinished),
    inView: () => view.value === "lab",
    front,
  });
});
