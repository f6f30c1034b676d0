import { onBeforeUnmount, ref, type Ref, watch } from "vue";

/** Milliseconds between two stages: room for a frame with what the stage before has brought. */
const pause = 32;

/**
 * Counts from 0 to `last` once `begun` is true: what is mounted at different counts is mounted in frames of their own.
 * All of the results at once would, the first time, hold up the window for a visible moment.
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
