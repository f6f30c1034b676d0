/**
 * While a Korean, Japanese or Chinese keyboard puts a text together, its keys are its own: Enter ends the composition, and
 * must not also make a tag or keep a name, or the text that is committed right after makes a second one. No component of
 * ours or of Element Plus hears such a key.
 */
export function leaveKeysToComposition(): void {
  const leave = (event: KeyboardEvent) => {
    if (event.isComposing) event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", leave, { capture: true });
}
