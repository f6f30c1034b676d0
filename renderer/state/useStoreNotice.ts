import { createGlobalState } from "@vueuse/core";
import { shallowReadonly, shallowRef } from "vue";
import type { Failure } from "../../src/messages/failure";
import { onLab } from "../lab/client";

/** Why the lab cannot write now; null while it can. */
export const useStoreNotice = createGlobalState(() => {
  const unavailable = shallowRef<Failure | null>(null);
  onLab("storeUnavailable", ({ failure }) => (unavailable.value = failure));
  return { unavailable: shallowReadonly(unavailable) };
});
