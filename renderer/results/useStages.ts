import { onBeforeUnmount, ref, type Ref, watch } from "vue";

/**
 * Counts from 0 to `last`, one a frame, once `begun` is true: what is mounted at different counts is mounted in frames
 * of their own. All of the results at once would, the first time, hold up the window for a visible moment.
 */
export function useStages(begun: () => boolean, last: number): Readonly<Ref<number>> {
  const stage = ref(0);
  let frame = 0;
  const advance = () => {
    stage.value += 1;
    if (stage.value < last) frame = requestAnimationFrame(advance);
  };
  watch(
    begun,
    (now) => {
      cancelAnimationFrame(frame);
      stage.value = 0;
      if (now) frame = requestAnimationFrame(advance);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => cancelAnimationFrame(frame));
  return stage;
}
