import { createGlobalState } from "@vueuse/core";
import { ref } from "vue";
import type { ModeName } from "../../src/analysis/names";

/** The evaluation mode of results: one choice for the lab and Compare, for numbers, sentences and charts. */
export const useEvalMode = createGlobalState(() => {
  /** Switches curves and numbers from eval mode to eval forgotten. */
  const evalForgotten = ref(false);
  const front = (): ModeName => (evalForgotten.value ? "forgotten" : "correct");
  return { evalForgotten, front };
});
