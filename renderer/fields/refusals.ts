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
import type { Fault } from "../../src/experiment/check";
import type { Failure } from "../../src/experiment/result";

/** What the inputs of a field did not take, each until it takes something. */
const key: InjectionKey<Map<string, Failure>> = Symbol("refusals");

let told = 0;
/** How often an input has refused what was typed: Run looks whether leaving a field made it one more. */
export const refusalsSoFar = () => told;

/** Has the inputs within tell what they refuse, to be shown at their field. */
export function provideRefusals(path: () => string): ComputedRef<readonly Fault[]> {
  const refused = shallowReactive(new Map<string, Failure>());
  provide(key, refused);
  return computed(() => [...refused.values()].map((failure) => ({ ...failure, path: path() })));
}

/** What an input tells its field with: why it does not take a text, or null when it has taken one. */
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
