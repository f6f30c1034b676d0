import { reactive, readonly, ref } from "vue";
import { shared } from "./shared";

/** The window's views, in the order of the switch; Ctrl with 1, 2 and 3 shows them. */
export const viewNames = ["lab", "compare", "history"] as const;
export type ViewName = (typeof viewNames)[number];

const remembered = "dropout-lab.view";

function firstView(): ViewName {
  const kept = localStorage.getItem(remembered);
  return viewNames.find((name) => name === kept) ?? "lab";
}

/** The shown view. */
export const useNavigation = shared(() => {
  const view = ref(firstView());
  /** The visited views: made at the first visit, then kept. */
  const visited = reactive(new Set<ViewName>([view.value]));

  function goTo(name: ViewName): void {
    view.value = name;
    visited.add(name);
    localStorage.setItem(remembered, name);
  }

  return { view: readonly(view), visited: readonly(visited), goTo };
});
