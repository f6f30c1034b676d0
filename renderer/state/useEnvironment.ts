import { createGlobalState } from "@vueuse/core";
import { computed, shallowReadonly, shallowRef } from "vue";
import type { Response } from "../../src/contract/contract";
import type { Environment } from "../../src/experiment/result";
import { type Failure, failureOf } from "../../src/messages/failure";
import { useLab } from "../lab/client";

/** The environment here, requested once when the window opens; loading TensorFlow takes a second or two. */
export const useEnvironment = createGlobalState(() => {
  const { lab } = useLab();
  const machine = shallowRef<Response<"describeLab"> | null>(null);
  const environment = shallowRef<Environment | null>(null);
  const failure = shallowRef<Failure | null>(null);

  const failed = (error: unknown) => (failure.value = failureOf(error));
  lab.describeLab({}).then((answer) => (machine.value = answer), failed);
  lab.describeEnvironment({}).then((answer) => (environment.value = answer), failed);

  return {
    machine: shallowReadonly(machine),
    environment: shallowReadonly(environment),
    failure: shallowReadonly(failure),
    /** Training works, but not natively. */
    fallback: computed(() => environment.value !== null && environment.value.backend !== "tensorflow"),
  };
});
