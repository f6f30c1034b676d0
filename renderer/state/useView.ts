import { ref } from "vue";
import { createChartView } from "../charts/chartView";
import { shared } from "./shared";
import { useRuns } from "./useRuns";

/** How the results are looked at. */
export const useView = shared(() => {
  const { shown } = useRuns();
  /** Turns curves and numbers from the correct evaluation to the one where eval() was forgotten. */
  const evalForgotten = ref(false);
  const front = () => (evalForgotten.value ? "forgotten" : "correct");
  const charts = createChartView(() => shown.value?.series.groups ?? [], front);
  return { evalForgotten, front, charts };
});
