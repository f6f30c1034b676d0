import { setFlagsFromString } from "node:v8";

/** Bytes of the bytecode that V8 copies into a function from those that it calls, very small ones left out: its own number. */
const usualBytes = 920;

let isUsual = true;

/**
 * Whether V8 copies called functions into those that it optimises. That makes loops over numbers fast. Code that is called often and only
 * tells native code what to do gains nothing by it, and V8 optimises it twice as long, on a core that another trainer may have.
 */
export function inlineCalls(usual: boolean): void {
  if (usual === isUsual) return;
  isUsual = usual;
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${usual ? usualBytes : 0}`);
}
