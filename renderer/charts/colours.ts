/** Colours for canvases, which CSS cannot reach; the values are those of styles/theme.css. */
export function chartColours(dark: boolean): { text: string; grid: string; surface: string } {
  return dark
    ? { text: "#a3acba", grid: "#2b3039", surface: "#1b1e24" }
    : { text: "#5b6472", grid: "#e7e9ee", surface: "#ffffff" };
}
