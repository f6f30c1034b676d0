import { effectScope } from "vue";

/** A composable with one instance for the window: made at first use, alive until the window closes. */
export function shared<T>(create: () => T): () => T {
  const scope = effectScope(true);
  let made: { value: T } | undefined;
  return () => (made ??= { value: scope.run(create)! }).value;
}
