import { useTimeoutFn } from "@vueuse/core";

/** Acts once for all requests that come within `pollMs` of the first, so that one look serves them together. */
export function useCoalesced(act: () => void, pollMs: number) {
  const { start, stop, isPending } = useTimeoutFn(act, pollMs, { immediate: false });
  const soon = () => {
    if (!isPending.value) start();
  };
  return { soon, stop };
}
