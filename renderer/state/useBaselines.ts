import { createGlobalState } from "@vueuse/core";
import { shallowReactive } from "vue";

/** Which variant of an experiment the others are compared with, where a person chose one: for the lab and the comparison alike. */
export const useBaselines = createGlobalState(() => {
  const chosen = shallowReactive(new Map<string, string>());

  return {
    /** By the experiment's id; none where the first variant without dropout is it. */
    chosen: chosen as ReadonlyMap<string, string>,
    choose(experimentId: string, variant: string | null): void {
      if (variant === null) chosen.delete(experimentId);
      else chosen.set(experimentId, variant);
    },
  };
});
