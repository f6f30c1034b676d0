import { expect, test } from "vitest";
import { colourOf, palette, withOpacity } from "./palette";

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

const backgrounds = { light: ["#ffffff", "#f6f7f9"], dark: ["#14161a", "#1b1e24"] };

for (const theme of ["light", "dark"] as const) {
  test(`every ${theme} colour stands out from the background, 3 : 1 or more`, () => {
    for (const colour of palette[theme]) {
      for (const background of backgrounds[theme]) {
        expect(contrast(colour, background), colour).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test.each(Object.keys(visions) as (keyof typeof visions)[])(
    `any two ${theme} colours differ by ten just noticeable differences: %s`,
    (vision) => {
      const labs = palette[theme].map((colour) => oklab(seen(colour, visions[vision])));
      labs.forEach((one, place) => {
        for (const other of labs.slice(0, place)) {
          const distance = Math.hypot(...one.map((value, axis) => value - other[axis]!));
          expect(distance).toBeGreaterThan(10);
        }
      });
    },
  );
}

test("a ninth variant gets the first colour again, and opacity is two hexadecimal digits", () => {
  expect(colourOf(8, false)).toBe(colourOf(0, false));
  expect(withOpacity("#123456", 1)).toBe("#123456ff");
  expect(withOpacity("#123456", 0.02)).toBe("#12345605");
});
