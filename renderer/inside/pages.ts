import { type Component, defineAsyncComponent } from "vue";

interface Page {
  /** Its text is `inside.pages.NAME`. */
  readonly name: string;
  readonly component: Component;
}

/** What Inside shows, in the order of its tabs. Each page is loaded when it is first opened. */
export const pages = [
  { name: "minibatch", component: defineAsyncComponent(() => import("./minibatch/MinibatchPage.vue")) },
  { name: "passes", component: defineAsyncComponent(() => import("./passes/PassesPage.vue")) },
  { name: "plane", component: defineAsyncComponent(() => import("./plane/PlanePage.vue")) },
  { name: "units", component: defineAsyncComponent(() => import("./units/UnitsPage.vue")) },
  { name: "four", component: defineAsyncComponent(() => import("./four/FourPage.vue")) },
  { name: "scaling", component: defineAsyncComponent(() => import("./scaling/ScalingPage.vue")) },
  { name: "try", component: defineAsyncComponent(() => import("./try/TryPage.vue")) },
] as const satisfies readonly Page[];

export type PageName = (typeof pages)[number]["name"];
