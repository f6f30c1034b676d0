import { useTimeoutFn } from "@vueuse/core";
import { ref, type Ref, watch } from "vue";

/** Milliseconds between two stages: time for a frame that draws the previous stage. */
const pauseMs = 32;

/**
 * Counts from 0 to `last` once `begun` is true, so that parts with different counts are mounted in different frames.
 * Mounting all results at once would block the window for a visible moment.
 */
export function useStages(begun: () => boolean, last: number): Readonly<Ref<number>> {
  const stage = ref(0);
  const { start, stop } = useTimeoutFn(advance, pauseMs, { immediate: false });
  function advance(): void {
    stage.value += 1;
    if (stage.value < last) start();
  }
  watch(
    begun,
    (now) => {
      stop();
      stage.value = 0;
      if (now) start();
    },
    { immediate: true },
  );
  return stage;
}
