/**
 * While a Korean, Japanese or Chinese keyboard composes a text, its keys belong to the composition: Enter ends it,
 * and must not also add a tag or save a name, because the committed text would then make a second one. Neither our
 * components nor Element Plus' get such a key.
 */
export function leaveKeysToComposition(): void {
  const leave = (event: KeyboardEvent) => {
    if (event.isComposing) event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", leave, { capture: true });
}
