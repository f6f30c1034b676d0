import { ref } from "vue";
import { createChartView } from "../charts/chartView";
import { isUnfinished } from "./runBook";
import { shared } from "./shared";
import { useNavigation } from "./useNavigation";
import { useRuns } from "./useRuns";

/** How the results are looked at. */
export const useView = shared(() => {
  const { shown, summaries, seriesVersion } = useRuns();
  const { view } = useNavigation();
  /** Turns curves and numbers from the correct evaluation to the one where eval() was forgotten. */
  const evalForgotten = ref(false);
  const front = () => (evalForgotten.value ? "forgotten" : "correct");
  const charts = createChartView({
    series: () => shown.value?.series ?? null,
    groups: () => shown.value?.series.groups ?? [],
    version: () => seriesVersion.value,
    growing: () => summaries.value.some(isUnfinished),
    inView: () => view.value === "lab",
    front,
  });
  return { evalForgotten, front, charts };
});
