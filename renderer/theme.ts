import { usePreferredDark } from "@vueuse/core";
import { readonly, watch } from "vue";

const system = usePreferredDark();

/** Whether the page is dark now, for canvases, which CSS cannot reach. */
export const dark = readonly(system);

/** Element Plus is dark under `html.dark`; the system's theme sets it. */
export function followSystemTheme(): void {
  watch(system, (isDark) => document.documentElement.classList.toggle("dark", isDark), {
    immediate: true,
    flush: "sync",
  });
}
