import { computed } from "vue";

/**
 * A part that a document may lack, and whether it has it.
 * @param parts what holds the part
 * @param usual the part as it is when it is switched on
 */
export function useOptionalPart<Parts extends object, Key extends keyof Parts>(
  parts: () => Parts,
  key: Key,
  usual: () => Parts[Key],
) {
  const part = computed(() => parts()[key]);
  const isOn = computed({
    get: () => part.value !== undefined,
    set: (on) => {
      if (on) parts()[key] = usual();
      else Reflect.deleteProperty(parts(), key);
    },
  });
  return { part, isOn };
}
