import type { Attributes } from "../../../src/report/markup";

/** A computed colour as SVG of every age knows it; null if nothing would be seen. */
export function paintOf(colour: string): { readonly colour: string; readonly opacity: number } | null {
  const [red, green, blue, opacity = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  if (!colour.startsWith("rgb") || opacity === 0) return null;
  const hex = [red!, green!, blue!].map((part) => Math.round(part).toString(16).padStart(2, "0"));
  return { colour: `#${hex.join("")}`, opacity };
}

/** `fill` or `stroke` with its opacity. @param share a further opacity */
function painted(name: "fill" | "stroke", colour: string, share: number): Attributes {
  const paint = paintOf(colour);
  if (!paint) return { [name]: "none" };
  const opacity = short(paint.opacity * share);
  return { [name]: paint.colour, ...(opacity < 1 && { [`${name}-opacity`]: opacity }) };
}

/** Hundredths of a pixel are not seen. */
export function short(value: number): number {
  return Math.round(100 * value) / 100;
}

/** Properties that only some shapes have, with the values that say nothing. */
const rare = [
  ["stroke-dasharray", "none"],
  ["stroke-linecap", "butt"],
  ["stroke-linejoin", "miter"],
  ["vector-effect", "none"],
  ["opacity", "1"],
] as const;

/** How a shape of an SVG looks now, whatever style sheet says so. */
export function shapeStyle(style: CSSStyleDeclaration): Attributes {
  const stroke = painted("stroke", style.stroke, Number(style.strokeOpacity));
  return {
    ...painted("fill", style.fill, Number(style.fillOpacity)),
    ...(stroke.stroke === "none" ? {} : { ...stroke, "stroke-width": parseFloat(style.strokeWidth) }),
    ...rareStyle(style, stroke.stroke === "none"),
  };
}

function rareStyle(style: CSSStyleDeclaration, isBare: boolean): Attributes {
  const told = rare.filter(([name]) => !isBare || !name.startsWith("stroke"));
  return Object.fromEntries(
    told.flatMap(([name, usual]) => {
      const value = style.getPropertyValue(name).replaceAll("px", "");
      return value === usual ? [] : [[name, value] as const];
    }),
  );
}

/** How a text looks; its family is that of the whole picture. */
export function textStyle(style: CSSStyleDeclaration): Attributes {
  return {
    "font-size": parseFloat(style.fontSize),
    ...(style.fontWeight === "400" ? {} : { "font-weight": style.fontWeight }),
    ...(style.fontStyle === "normal" ? {} : { "font-style": style.fontStyle }),
  };
}

/** The ground of a box of the page, and its frame. */
export function groundOf(style: CSSStyleDeclaration): Attributes | null {
  const ground = paintOf(style.backgroundColor);
  return ground && painted("fill", style.backgroundColor, 1);
}

export const sides = ["Top", "Right", "Bottom", "Left"] as const;

/** The line on one side of a box; null if there is none. */
export function borderOf(style: CSSStyleDeclaration, side: (typeof sides)[number]): Attributes | null {
  const width = parseFloat(style[`border${side}Width`]);
  const kind = style[`border${side}Style`];
  const colour = style[`border${side}Color`];
  if (!(width > 0) || kind === "none" || kind === "hidden" || !paintOf(colour)) return null;
  return {
    ...painted("stroke", colour, 1),
    "stroke-width": short(width),
    ...(kind === "dashed" ? { "stroke-dasharray": `${3 * width} ${2 * width}` } : {}),
    ...(kind === "dotted" ? { "stroke-dasharray": `${width} ${width}` } : {}),
  };
}
