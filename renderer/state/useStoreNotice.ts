import { createGlobalState } from "@vueuse/core";
import { shallowReadonly, shallowRef } from "vue";
import type { Failure } from "../../src/messages/failure";
import { useLab } from "../lab/client";

/** Why the lab cannot write now; null while it can. */
export const useStoreNotice = createGlobalState(() => {
  const { on, onWork } = useLab();
  const unavailable = shallowRef<Failure | null>(null);
  on("storeUnavailable", ({ failure }) => (unavailable.value = failure));
  onWork(({ storeFailure }) => (unavailable.value = storeFailure));
  return { unavailable: shallowReadonly(unavailable) };
});
