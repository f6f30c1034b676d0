import { computed, reactive, ref, shallowRef, watch } from "vue";
import type { Kind } from "../series/kinds";
import type { CurveChoice } from "../series/lines";
import { shared } from "./shared";
import { useRuns } from "./useRuns";

export interface EpochRange {
  readonly from: number;
  readonly to: number;
}

/** How the results are looked at. */
export const useView = shared(() => {
  const { shown } = useRuns();
  /** Turns curves and numbers from the correct evaluation to the one where eval() was forgotten. */
  const evalForgotten = ref(false);
  const kinds = reactive<Record<Kind, boolean>>({
    correct: true,
    forgotten: true,
    training: false,
    trainCorrect: false,
  });
  const hiddenVariants = reactive(new Set<number>());
  const logScale = ref(false);
  const smoothing = ref(0);
  /** Epochs in view; null for all. */
  const zoom = shallowRef<EpochRange | null>(null);
  /** The epoch under the pointer. */
  const hovered = ref<number | null>(null);

  watch(
    () => shown.value?.id,
    () => {
      hiddenVariants.clear();
      zoom.value = null;
      hovered.value = null;
    },
  );

  const choice = computed<CurveChoice>(() => ({
    variants: [...(shown.value?.experiment.variants.keys() ?? [])].filter(
      (variant) => !hiddenVariants.has(variant),
    ),
    kinds: new Set((Object.keys(kinds) as Kind[]).filter((kind) => kinds[kind])),
    smoothing: smoothing.value,
    front: evalForgotten.value ? "forgotten" : "correct",
  }));

  return { evalForgotten, kinds, hiddenVariants, logScale, smoothing, zoom, hovered, choice };
});
