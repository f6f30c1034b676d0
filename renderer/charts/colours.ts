/** What CSS cannot reach on a canvas; the values are those of styles/theme.css. */
export function chartColours(dark: boolean): { text: string; grid: string } {
  return dark ? { text: "#a3acba", grid: "#2b3039" } : { text: "#5b6472", grid: "#e7e9ee" };
}
