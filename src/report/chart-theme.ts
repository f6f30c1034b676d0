import { colourOf, palette } from "./palette";

export interface ChartTheme {
  /** Null where the chart stands on what is behind it. */
  readonly background: string | null;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  /** @param place in the palette; beyond its end colours come again */
  readonly colour: (place: number) => string;
}

const light = { background: "#ffffff", text: "#1a1f29", quiet: "#5b6472", grid: "#e7e9ee" } as const;
const dark = { background: "#14161a", text: "#e6e9ef", quiet: "#a3acba", grid: "#2b3039" } as const;

export const chartThemes = {
  light: { ...light, colour: (place: number) => colourOf(place, false) },
  dark: { ...dark, colour: (place: number) => colourOf(place, true) },
  /** For a page that has `chartVariables`: the chart follows its colour scheme. */
  page: {
    background: null,
    text: "var(--text)",
    quiet: "var(--quiet)",
    grid: "var(--grid)",
    colour: (place: number) => `var(--colour-${place % palette.light.length})`,
  },
} satisfies Record<string, ChartTheme>;

/** @param colour place in the palette, or a colour of its own */
export function inkOf(theme: ChartTheme, colour: number | string): string {
  return typeof colour === "string" ? colour : theme.colour(colour);
}

/** CSS declarations of the variables that the theme `page` draws with. */
export function chartVariables(scheme: "light" | "dark"): string {
  const { background, text, quiet, grid } = scheme === "light" ? light : dark;
  const colours = palette[scheme].map((colour, place) => `--colour-${place}: ${colour};`);
  return [
    `--background: ${background};`,
    `--text: ${text};`,
    `--quiet: ${quiet};`,
    `--grid: ${grid};`,
    ...colours,
  ].join(" ");
}
