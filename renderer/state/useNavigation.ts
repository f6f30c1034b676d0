import { createGlobalState, useLocalStorage } from "@vueuse/core";
import { computed, reactive, readonly } from "vue";

/** The window's views, in the order of the switch; Ctrl with 1 to 4 shows them. */
export const viewNames = ["lab", "compare", "history", "inside"] as const;
export type ViewName = (typeof viewNames)[number];

const remembered = "dropout-lab.view";

/** The shown view. */
export const useNavigation = createGlobalState(() => {
  const kept = useLocalStorage<string>(remembered, "lab", { writeDefaults: false });
  const view = computed(() => viewNames.find((name) => name === kept.value) ?? "lab");
  /** The visited views: made at the first visit, then kept. */
  const visited = reactive(new Set<ViewName>([view.value]));

  function goTo(name: ViewName): void {
    kept.value = name;
    visited.add(name);
  }

  return { view, visited: readonly(visited), goTo };
});
