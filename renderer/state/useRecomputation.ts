import { useTimeoutFn } from "@vueuse/core";
import { type Ref, shallowReadonly, shallowRef } from "vue";

/** Milliseconds between two computations while runs train: people cannot read faster. */
const pollMs = 500;
/** The analysis of many runs is slow: it may use at most one part in this many of the time. */
const share = 10;
/** Long enough for the window to show that it is computing. */
const frame = 40;

export interface Recomputation {
  /** Whether the last result is out of date. */
  readonly isPending: Readonly<Ref<boolean>>;
  /** Computes at once. */
  now(): void;
  /** Computes when its turn comes; a `final` source will not change again, so it comes next. */
  soon(final: boolean): void;
  stop(): void;
}

/** Computes a value again and again while its source grows, with pauses in proportion to the computing time. */
export function useRecomputation(compute: () => void): Recomputation {
  const isPending = shallowRef(false);
  let wait = pollMs;
  let delay = wait;
  const timer = useTimeoutFn(
    () => now(),
    () => delay,
    { immediate: false },
  );
  const now = () => {
    timer.stop();
    const begun = performance.now();
    compute();
    isPending.value = false;
    wait = Math.max(pollMs, share * (performance.now() - begun));
  };
  return {
    isPending: shallowReadonly(isPending),
    now,
    soon(final) {
      isPending.value = true;
      if (timer.isPending.value && !final) return;
      delay = final ? frame : wait;
      timer.start();
    },
    stop: timer.stop,
  };
}
