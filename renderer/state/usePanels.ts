import { createGlobalState, useLocalStorage } from "@vueuse/core";
import { computed, ref } from "vue";
import { useNavigation } from "./useNavigation";

const remembered = "dropout-lab.setup";

/** The visible parts of the window: the set-up can be hidden, and a presentation shows only sentences and charts. */
export const usePanels = createGlobalState(() => {
  const { view, goTo } = useNavigation();
  const setup = useLocalStorage(remembered, "shown", { writeDefaults: false });
  const setupHidden = computed(() => setup.value === "hidden");

  /** Counts how often something asked that the data be seen. */
  const dataAsked = ref(0);
  function showData(): void {
    goTo("lab");
    setup.value = "shown";
    dataAsked.value += 1;
  }

  const codeShown = ref(false);

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
    /** The experiment as code, in the place of progress and results. */
    codeShown: computed(() => codeShown.value),
    presenting: computed(() => presenting.value),
    toggleSetup: () => (setup.value = setupHidden.value ? "shown" : "hidden"),
    toggleCode: () => (codeShown.value = !codeShown.value),
    present,
    dataAsked: computed(() => dataAsked.value),
    showData,
  };
});
