import { computed, ref, watch } from "vue";
import { shared } from "./shared";
import { useNavigation } from "./useNavigation";

const remembered = "dropout-lab.setup";

/** The visible parts of the window: the set-up can be hidden, and a presentation shows only sentences and charts. */
export const usePanels = shared(() => {
  const { view, goTo } = useNavigation();
  const setupHidden = ref(localStorage.getItem(remembered) === "hidden");
  watch(setupHidden, (hidden) => localStorage.setItem(remembered, hidden ? "hidden" : "shown"));

  const presenting = ref(false);
  let before: HTMLElement | null = null;
  function present(): void {
    presenting.value = !presenting.value;
    if (presenting.value) {
      before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      if (view.value === "history") goTo("lab");
    } else requestAnimationFrame(() => before?.focus());
  }

  return {
    setupHidden,
    presenting: computed(() => presenting.value),
    toggleSetup: () => (setupHidden.value = !setupHidden.value),
    present,
  };
});
