import { ref } from "vue";
import type { ModeName, Moment } from "../../src/analysis/names";
import { createChartView } from "../series/chartView";
import { isUnfinished } from "./runBook";
import { shared } from "./shared";
import { useNavigation } from "./useNavigation";
import { useRuns } from "./useRuns";

/** The chosen view of results: one choice for the lab and Compare, for numbers, sentences and charts. */
export const useView = shared(() => {
  const { shown, summaries, seriesVersion } = useRuns();
  const { view } = useNavigation();
  /** Switches curves and numbers from eval mode to eval forgotten. */
  const evalForgotten = ref(false);
  const front = (): ModeName => (evalForgotten.value ? "forgotten" : "correct");
  /** The chosen epoch of each run. */
  const moment = ref<Moment>("last");
  const charts = createChartView({
    series: () => shown.value?.series ?? null,
    groups: () => shown.value?.series.groups ?? [],
    version: () => seriesVersion.value,
    growing: () => summaries.value.some(isUnfinished),
    inView: () => view.value === "lab",
    front,
  });
  return { evalForgotten, front, moment, charts };
});
