import { readonly, ref } from "vue";

const system = window.matchMedia("(prefers-color-scheme: dark)");
const current = ref(system.matches);

/** Whether the page is dark now, for canvases, which CSS cannot reach. */
export const dark = readonly(current);

/** Element Plus is dark under `html.dark`; the system's theme sets it. */
export function followSystemTheme(): void {
  const apply = () => {
    current.value = system.matches;
    document.documentElement.classList.toggle("dark", system.matches);
  };
  system.addEventListener("change", apply);
  apply();
}
