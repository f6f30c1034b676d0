import { useIntervalFn, usePreferredReducedMotion } from "@vueuse/core";
import { type Ref, ref, watch } from "vue";

/** Milliseconds that a pass stays: slow enough to be followed, and far from three flashes a second. */
const passMs = 450;

/** Goes from pass to pass while it plays: by itself, unless the person wants less motion and has not asked for it. */
export function useFlicker(isInFront: Readonly<Ref<boolean>>, passes: Readonly<Ref<number>>) {
  const motion = usePreferredReducedMotion();
  const plays = ref(motion.value !== "reduce");
  const pass = ref(0);
  useIntervalFn(() => {
    if (plays.value && isInFront.value) pass.value = (pass.value + 1) % passes.value;
  }, passMs);
  watch(passes, () => (pass.value = 0));
  watch(motion, (wanted) => wanted === "reduce" && (plays.value = false));
  return { plays, pass };
}
