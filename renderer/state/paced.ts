import { type Ref, shallowReadonly, shallowRef } from "vue";

/** Milliseconds between two computations while runs grow: people cannot read faster, and a table costs more than a line. */
const pace = 500;
/** The analysis of many runs takes its time: at most one part in so many is spent on it. */
const share = 10;
/** Long enough for the window to draw that something is being computed. */
const frame = 40;

export interface Paced {
  /** Whether what was computed last is out of date. */
  readonly isPending: Readonly<Ref<boolean>>;
  /** Computes at once. */
  now(): void;
  /** Computes when its turn comes; nothing more will follow what is `final`, so that comes next. */
  soon(final: boolean): void;
  stop(): void;
}

/** Something that is computed again and again while its source grows, no more often than its own time allows. */
export function paced(compute: () => void): Paced {
  const isPending = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = pace;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const now = () => {
    stop();
    const begun = performance.now();
    compute();
    isPending.value = false;
    wait = Math.max(pace, share * (performance.now() - begun));
  };
  return {
    isPending: shallowReadonly(isPending),
    now,
    soon(final) {
      isPending.value = true;
      if (final) stop();
      timer ??= setTimeout(now, final ? frame : wait);
    },
    stop,
  };
}
