import type { ChartTheme } from "./chart-model";
import { type Ink, inkIn } from "./palette";

const light = { background: "#ffffff", text: "#1a1f29", quiet: "#5b6472", grid: "#e7e9ee" } as const;
const dark = { background: "#14161a", text: "#e6e9ef", quiet: "#a3acba", grid: "#2b3039" } as const;

export const chartThemes = {
  light: { ...light, ink: (ink: Ink) => inkIn(ink, false) },
  dark: { ...dark, ink: (ink: Ink) => inkIn(ink, true) },
  /** For a page that has `chartVariables`: the chart follows the page's colour scheme. */
  page: {
    background: null,
    text: "var(--text)",
    quiet: "var(--quiet)",
    grid: "var(--grid)",
    ink: (ink: Ink) => `var(${variableOf(ink)})`,
  },
} satisfies Record<string, ChartTheme>;

/** @param colour one for each theme, or one for both */
export function inkOf(theme: ChartTheme, colour: Ink | string): string {
  return typeof colour === "string" ? colour : theme.ink(colour);
}

function variableOf({ light: onLight, dark: onDark }: Ink): string {
  return `--ink-${onLight.slice(1)}-${onDark.slice(1)}`;
}

/** CSS declarations of the variables for the theme `page`, including those of these colours. */
export function chartVariables(scheme: "light" | "dark", inks: readonly Ink[]): string {
  const { background, text, quiet, grid } = scheme === "light" ? light : dark;
  const colours = new Set(inks.map((ink) => `${variableOf(ink)}: ${ink[scheme]};`));
  return [
    `--background: ${background};`,
    `--text: ${text};`,
    `--quiet: ${quiet};`,
    `--grid: ${grid};`,
    ...colours,
  ].join(" ");
}
