import type { KeptState, StateVectors } from "./engine";

/** A state that has been read. */
export function knownState(state: StateVectors): KeptState {
  return { read: () => state, letGo: () => undefined };
}
