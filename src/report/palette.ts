/**
 * A colour for both themes: one hue, as light or dark as its background requires. None is the orange or the teal of
 * the two evaluation modes. Any two colours of a list can be distinguished with deuteranopia, protanopia and
 * tritanopia, and in grey, and all have a contrast of 3 : 1 or more with the background (palette.test.ts computes
 * this).
 */
export interface Ink {
  readonly light: string;
  readonly dark: string;
}

/** Colours of the two evaluation modes; the values of renderer/styles/theme.css. */
export const modeInks = {
  correct: { light: "#0b6b5e", dark: "#56cbb5" },
  forgotten: { light: "#a84300", dark: "#ffa05c" },
} as const satisfies Record<string, Ink>;

/** The baseline's colour, for variants without dropout. */
export const neutral: Ink = { light: "#0f1116", dark: "#fafbfd" };

/** Colours for things without an order. */
export const categories: readonly Ink[] = [
  { light: "#0882bf", dark: "#a1d8ff" },
  { light: "#7c0137", dark: "#e45e85" },
  { light: "#027c1f", dark: "#6bd671" },
  { light: "#93328e", dark: "#f089e8" },
  { light: "#9e8c09", dark: "#fde444" },
  { light: "#02545f", dark: "#00adc1" },
  { light: "#3b004e", dark: "#964cb4" },
  { light: "#1f3400", dark: "#598902" },
];

/** From a low rate to a high one, in visually equal steps: plum, violet, blue, ever lighter. */
const ramp = {
  light: ["#450030", "#550051", "#5a1970", "#5b2d8d", "#5542a7", "#4857bc", "#2d6ccc", "#0582cb", "#0196c6"],
  dark: ["#a94c85", "#af5ca8", "#b06ec9", "#ad82e8", "#a398fe", "#9caffe", "#9dc4ff", "#a6d6fe", "#b7e7ff"],
} as const;

/** The colour of something without an order, by its number; after the eighth, colours repeat. */
export function category(number: number): Ink {
  return categories[number % categories.length]!;
}

/** A colour of the scale from 0 to 1. */
export function shade(position: number): Ink {
  return { light: between(ramp.light, position), dark: between(ramp.dark, position) };
}

function between(colours: readonly string[], position: number): string {
  const exact = Math.min(1, Math.max(0, position)) * (colours.length - 1);
  const index = Math.min(colours.length - 2, Math.floor(exact));
  const channels = [1, 3, 5].map((at) => {
    const [from, to] = [colours[index]!, colours[index + 1]!].map((one) =>
      parseInt(one.slice(at, at + 2), 16),
    );
    return twoDigits(from! + (exact - index) * (to! - from!));
  });
  return `#${channels.join("")}`;
}

export function inkIn(ink: Ink, dark: boolean): string {
  return dark ? ink.dark : ink.light;
}

/** Black or white, whichever reads better on a colour: 4.5 : 1 or more on any (WCAG 2). */
export function inkOver(background: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(background.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

/** A colour with an opacity from 0 to 1, as `#rrggbbaa`. */
export function withOpacity(colour: string, opacity: number): string {
  return `${colour}${twoDigits(255 * opacity)}`;
}

function twoDigits(value: number): string {
  return Math.round(value).toString(16).padStart(2, "0");
}
