import { onBeforeUnmount, ref, type Ref, watch } from "vue";

/** Milliseconds between two stages: time for a frame that draws the previous stage. */
const pause = 32;

/**
 * Counts from 0 to `last` once `begun` is true, so that parts with different counts are mounted in different frames.
 * Mounting all results at once would block the window for a visible moment.
 */
export function useStages(begun: () => boolean, last: number): Readonly<Ref<number>> {
  const stage = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const advance = () => {
    stage.value += 1;
    if (stage.value < last) timer = setTimeout(advance, pause);
  };
  watch(
    begun,
    (now) => {
      clearTimeout(timer);
      stage.value = 0;
      if (now) timer = setTimeout(advance, pause);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));
  return stage;
}
