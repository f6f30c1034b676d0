/**
 * Colours of the variants, in their order. Told apart by people with deuteranopia and protanopia too, and 3 : 1 or
 * more against the theme's background (palette.test.ts computes both).
 */
export const palette = {
  light: ["#0072b2", "#d55e00", "#009e73", "#4b24b7", "#8f4a60", "#8a7dfa", "#5c0300", "#14123f"],
  dark: ["#56a8f5", "#ff8a3d", "#35cfa2", "#f2e35a", "#7a64f0", "#a5f6f3", "#b0607a", "#a97416"],
} as const;

/** Beyond the eighth variant colours come again; the legend and the readout name them. */
export function colourOf(variant: number, dark: boolean): string {
  const colours = dark ? palette.dark : palette.light;
  return colours[variant % colours.length]!;
}

/** A colour with an opacity from 0 to 1, as `#rrggbbaa`. */
export function withOpacity(colour: string, opacity: number): string {
  return `${colour}${Math.round(255 * opacity)
    .toString(16)
    .padStart(2, "0")}`;
}
