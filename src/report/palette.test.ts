import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { looksOf } from "./looks";
import { categories, type Ink, inkIn, inkOver, modeInks, neutral, shade, withOpacity } from "./palette";

type Vector = readonly [number, number, number];

/** sRGB to linear light, IEC 61966-2-1. */
function linear(colour: string): Vector {
  const channel = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Contrast ratio of WCAG 2. */
function contrast(one: string, other: string): number {
  const luminance = ([r, g, b]: Vector) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [dark, light] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Colour vision at full severity, Machado, Oliveira and Fernandes (2009), on linear light. */
const visions = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  // Like a printer without colours: by luminance.
  grey: [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
} satisfies Record<string, readonly Vector[]>;

function seen(colour: string, vision: readonly Vector[]): Vector {
  const light = linear(colour);
  const [r, g, b] = vision.map((row) =>
    Math.min(1, Math.max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2])),
  );
  return [r!, g!, b!];
}

/** Ottosson's Oklab, times 100: one unit is about a just noticeable difference. */
function oklab([r, g, b]: Vector): Vector {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    100 * (0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s),
    100 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s),
    100 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s),
  ];
}

const grounds = { light: ["#ffffff", "#f6f7f9"], dark: ["#14161a", "#1b1e24"] };
const visionNames = Object.keys(visions) as (keyof typeof visions)[];

/** The smallest distance between any two. */
function nearest(colours: readonly string[], vision: keyof typeof visions): number {
  const labs = colours.map((colour) => oklab(seen(colour, visions[vision])));
  return Math.min(
    ...labs.flatMap((one, index) =>
      labs.slice(0, index).map((other) => Math.hypot(...one.map((value, axis) => value - other[axis]!))),
    ),
  );
}

/** The angle of a colour in Oklab, in degrees. */
function hue(colour: string): number {
  const [, a, b] = oklab(linear(colour));
  return (Math.atan2(b, a) * 180) / Math.PI;
}
const turn = (one: number, other: number) => Math.abs(((one - other + 540) % 360) - 180);
const chroma = (colour: string) => Math.hypot(...oklab(linear(colour)).slice(1));

const eightRates = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
const inksOf = (rates: readonly number[]) => looksOf(rates).map(({ ink }) => ink);
const lists: Record<string, readonly Ink[]> = {
  "a sweep of rates": inksOf(eightRates),
  "eight without an order": inksOf(Array.from({ length: 8 }, () => 0.3)),
  "a baseline and seven others": inksOf([0, ...Array.from({ length: 7 }, () => 0.3)]),
};

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const dark = theme === "dark";
  test.each(Object.entries(lists))("up to eight variants stand out, 3 : 1 or more: %s", (_, inks) => {
    for (const ground of grounds[theme]) {
      for (const ink of inks) expect(contrast(inkIn(ink, dark), ground)).toBeGreaterThanOrEqual(3);
    }
  });

  describe.each(visionNames)("with %s", (vision) => {
    test.each(Object.entries(lists))("any two of eight differ by five noticeable steps: %s", (_, inks) => {
      expect(
        nearest(
          inks.map((ink) => inkIn(ink, dark)),
          vision,
        ),
      ).toBeGreaterThan(5);
    });
  });

  test("the steps of the scale of rates look alike, and lightness never falls along it", () => {
    const labs = eightRates.slice(1).map((_, index) => oklab(linear(inkIn(shade(index / 6), dark))));
    const steps = labs
      .slice(1)
      .map((lab, index) => Math.hypot(...lab.map((v, axis) => v - labs[index]![axis]!)));
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.6);
    labs.slice(1).forEach((lab, index) => expect(lab[0]).toBeGreaterThan(labs[index]![0]));
  });

  test("no variant has the hue of an evaluation mode", () => {
    const modes = Object.values(modeInks).map((ink) => hue(inkIn(ink, dark)));
    for (const ink of [...Object.values(lists).flat()]) {
      if (ink === neutral) continue;
      for (const mode of modes) expect(turn(hue(inkIn(ink, dark)), mode)).toBeGreaterThan(15);
    }
  });
});

test("a variant keeps its hue from one theme to the other", () => {
  for (const ink of Object.values(lists).flat()) {
    if (ink === neutral) expect(Math.max(chroma(ink.light), chroma(ink.dark))).toBeLessThan(2);
    else expect(turn(hue(ink.light), hue(ink.dark))).toBeLessThan(15);
  }
  expect(categories).toHaveLength(8);
});

test("the page's colours of the modes are these, and what stands for dropout has the hue of neither", () => {
  const css = readFileSync(new URL("../../renderer/styles/theme.css", import.meta.url), "utf8");
  const [light, dark] = css.split("html.dark {");
  const valueOf = (part: string | undefined, name: string) =>
    new RegExp(`--lab-${name}: (#\\w{6});`).exec(part ?? "")![1]!;
  for (const [part, theme] of [
    [light, "light"],
    [dark, "dark"],
  ] as const) {
    for (const mode of ["correct", "forgotten"] as const) {
      expect(valueOf(part, mode)).toBe(modeInks[mode][theme]);
      for (const other of ["dropout", "activation"]) {
        expect(turn(hue(valueOf(part, other)), hue(modeInks[mode][theme]))).toBeGreaterThan(15);
      }
    }
  }
});

test("opacity is two hexadecimal digits", () => {
  expect(withOpacity("#123456", 1)).toBe("#123456ff");
  expect(withOpacity("#123456", 0.02)).toBe("#12345605");
});

test("a number on a colour of the scale can be read, in both themes", () => {
  for (const isDark of [false, true]) {
    for (let position = 0; position <= 1; position += 0.05) {
      const background = inkIn(shade(position), isDark);
      expect(contrast(background, inkOver(background))).toBeGreaterThan(4.5);
    }
  }
});
