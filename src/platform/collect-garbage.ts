import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | null = null;

/** Frees now what nothing refers to any more, rather than when V8 comes to it: arrays of a large file take hundreds of megabytes. */
export function collectGarbage(): void {
  if (collect === null) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}

/** Less than this is no more room than V8 leaves by itself. */
const leastPercent = 100;

/**
 * Lets the heap grow by so many bytes of garbage before V8 looks through it again, from the next collection on. V8 by itself
 * would do that after a few megabytes, and use another core for it, however much of the time it takes.
 * @param bytes 0 leaves it to V8
 */
export function leaveRoomForGarbage(bytes: number): void {
  const percent = Math.round((100 * bytes) / getHeapStatistics().used_heap_size);
  setFlagsFromString(`--heap-growing-percent=${percent < leastPercent ? 0 : percent}`);
}
