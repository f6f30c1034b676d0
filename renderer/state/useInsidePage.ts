import { createGlobalState, useLocalStorage } from "@vueuse/core";

/** The name of Inside's shown page, kept between visits (renderer/inside/pages.ts has them all). */
export const useInsidePage = createGlobalState(() =>
  useLocalStorage<string>("dropout-lab.inside", "", { writeDefaults: false }),
);
