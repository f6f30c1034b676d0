import {
  computed,
  type ComputedRef,
  inject,
  type InjectionKey,
  onBeforeUnmount,
  provide,
  shallowReactive,
  useId,
} from "vue";
import type { Failure, Fault } from "../../src/messages/failure";

/** The texts that a field's inputs refused; each stays until the input accepts a text. */
const key: InjectionKey<Map<string, Failure>> = Symbol("refusals");

let told = 0;
/** The number of refusals so far: Run checks whether leaving a field added one. */
export const refusalsSoFar = () => told;

/** Collects the refusals of the inputs inside, to be shown at their field. */
export function provideRefusals(path: () => string): ComputedRef<readonly Fault[]> {
  const refused = shallowReactive(new Map<string, Failure>());
  provide(key, refused);
  return computed(() => [...refused.values()].map((failure) => ({ ...failure, path: path() })));
}

/** An input reports to its field: why it refuses a text, or null once it accepts one. */
export function useRefusal(): (failure: Failure | null) => void {
  const refused = inject(key, null);
  const id = useId();
  onBeforeUnmount(() => refused?.delete(id));
  return (failure) => {
    if (!failure) return void refused?.delete(id);
    told += 1;
    refused?.set(id, failure);
  };
}
