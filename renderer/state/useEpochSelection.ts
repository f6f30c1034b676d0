import { createGlobalState } from "@vueuse/core";
import { ref } from "vue";
import type { EpochSelection } from "../../src/analysis/names";

/** The chosen epoch of each run: one choice for the lab and Compare. */
export const useEpochSelection = createGlobalState(() => ({ moment: ref<EpochSelection>("last") }));
