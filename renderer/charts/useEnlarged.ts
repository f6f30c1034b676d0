import { useEventListener } from "@vueuse/core";
import { nextTick, ref, type Ref } from "vue";

const focusable = "button:not(:disabled), input:not(:disabled), [tabindex='0']";

/**
 * Enlarges a figure to the whole window until Escape. The figure keeps its place in the page, so the button that
 * enlarged it keeps the focus; while it is enlarged, Tab stays inside it.
 *
 * @param busy whether Escape has something else to close first
 */
export function useEnlarged(figure: Ref<HTMLElement | null>, busy: () => boolean = () => false) {
  const large = ref(false);

  async function toggle(): Promise<void> {
    large.value = !large.value;
    await nextTick();
    figure.value?.querySelector<HTMLElement>(".enlarge")?.focus();
  }

  function onKey(event: KeyboardEvent): void {
    if (!large.value) return;
    // An open menu or list lies outside the figure and closes by itself.
    const isInside =
      figure.value?.contains(document.activeElement) || document.activeElement === document.body;
    if (!isInside) return;
    if (event.key === "Escape" && !busy()) {
      event.preventDefault();
      event.stopPropagation();
      void toggle();
    } else if (event.key === "Tab") keepInside(event);
  }

  function keepInside(event: KeyboardEvent): void {
    const inside = [...(figure.value?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter(
      (element) => element.getClientRects().length > 0,
    );
    const [first, last] = [inside[0], inside.at(-1)];
    const from = event.shiftKey ? first : last;
    if (document.activeElement !== from && figure.value?.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  useEventListener(window, "keydown", onKey, true);
  return { large, toggle };
}
