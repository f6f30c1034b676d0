import { type Attributes, element, escapeText } from "../../../src/report/markup";
import { borderOf, groundOf, paintOf, shapeStyle, short, sides, textStyle } from "./appearance";

/**
 * A picture of the page as an SVG file of its own, as it looks now: shapes stay shapes, texts stay texts, what a canvas
 * holds lies in the file as pixels. No style sheet, font or file is needed to see it.
 */

/** Texts around a saved picture. */
export interface Frame {
  readonly title: string;
  /** Which run, epoch and step it shows. */
  readonly note: string;
}

const margin = 16;
const titleSize = 15;
const noteSize = 12;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the picture begins on the page: what is saved does not depend on it. */
type Origin = Pick<Box, "left" | "top">;

function boxFrom({ left, top }: Origin, box: Box): Box {
  return {
    left: box.left - left,
    top: box.top - top,
    right: box.right - left,
    bottom: box.bottom - top,
  };
}

/** @param parts what is drawn, at the places that the parts have to each other on the page */
export function standaloneSvg(parts: readonly Element[], frame: Frame): string {
  const boxes: Box[] = [];
  const origin = parts[0]!.getBoundingClientRect();
  const content = parts.map((part) => drawn(part, origin, boxes)).join("");
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const { fontFamily, backgroundColor, color } = getComputedStyle(parts[0]!.closest(".card") ?? parts[0]!);
  const texts = [
    { text: frame.title, size: titleSize, weight: "bold" },
    ...(frame.note === "" ? [] : [{ text: frame.note, size: noteSize, weight: "normal" }]),
  ];
  const widths = texts.map(({ text, size, weight }) => textWidth(text, `${weight} ${size}px ${fontFamily}`));
  const width = Math.ceil(Math.max(right - left, ...widths) + 2 * margin);
  const head = margin + texts.reduce((sum, { size }) => sum + 1.5 * size, 0);
  const height = Math.ceil(head + 8 + bottom - top + margin);
  const ink = paintOf(color)?.colour;
  let baseline = margin;
  const heading = texts.map(({ text, size, weight }) => {
    baseline += 1.25 * size;
    const at = { x: margin, y: short(baseline), "font-size": size, "font-weight": weight, fill: ink };
    baseline += 0.25 * size;
    return element("text", at, escapeText(text));
  });
  const ground = { width, height, fill: paintOf(backgroundColor)?.colour ?? "#ffffff" };
  const moved = `translate(${short(margin - left)} ${short(head + 8 - top)})`;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": fontFamily,
    },
    element("rect", ground) + heading.join("") + element("g", { transform: moved }, content),
  );
}

function textWidth(text: string, font: string): number {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = font;
  return context.measureText(text).width;
}

/** @param boxes gets the places of all that is seen */
function drawn(part: Element, origin: Origin, boxes: Box[]): string {
  const style = getComputedStyle(part);
  const isHidden = style.display === "none" || style.visibility === "hidden" || Number(style.opacity) === 0;
  if (isHidden || part.matches(".visually-hidden")) return "";
  const box = boxFrom(origin, part.getBoundingClientRect());
  if (part instanceof SVGSVGElement) {
    boxes.push(box);
    const { a, b, c, d, e, f } = part.getScreenCTM()!;
    const matrix = [a, b, c, d].map((value) => Math.round(1e4 * value) / 1e4);
    const transform = `matrix(${[...matrix, short(e - origin.left), short(f - origin.top)].join(" ")})`;
    return element("g", { transform }, [...part.children].map(shape).join(""));
  }
  if (part instanceof HTMLCanvasElement) {
    boxes.push(box);
    return image(part, box, style);
  }
  const inside = [...part.childNodes].map((child) =>
    child instanceof Element
      ? drawn(child, origin, boxes)
      : child instanceof Text
        ? lines(child, style, origin, boxes)
        : "",
  );
  const ground = groundAndFrame(style, box);
  if (ground !== "") boxes.push(box);
  const opacity = Number(style.opacity);
  const content = ground + inside.join("");
  return opacity < 1 && content !== "" ? element("g", { opacity }, content) : content;
}

const places = [
  ...["x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height"],
  ...["d", "points", "transform"],
];
const shapes = ["g", "rect", "line", "path", "polyline", "polygon", "circle", "text", "tspan"];

/** Thousandths are enough, also where a unit is ten pixels. */
const rounded = (value: string) =>
  value.replace(/\d+\.\d{4,}/g, (number) => String(Math.round(1000 * Number(number)) / 1000));

/** A shape of an SVG, with its looks as attributes. */
function shape(part: Element): string {
  const name = part.tagName;
  const style = getComputedStyle(part);
  if (!shapes.includes(name) || style.display === "none" || style.visibility === "hidden") return "";
  const at = Object.fromEntries(
    places.flatMap((place) => {
      const value = part.getAttribute(place);
      return value === null ? [] : [[place, rounded(value)] as const];
    }),
  );
  if (name === "g") {
    const content = [...part.children].map(shape).join("");
    const { opacity } = style;
    return content && element("g", { ...at, ...(opacity === "1" ? {} : { opacity }) }, content);
  }
  if (name !== "text" && name !== "tspan") {
    const { fill, ...looks } = shapeStyle(style);
    return element(name, { ...at, ...(name === "line" ? {} : { fill }), ...looks });
  }
  const { textAnchor, dominantBaseline, paintOrder } = style;
  const looks: Attributes = {
    ...at,
    ...shapeStyle(style),
    ...textStyle(style),
    ...(textAnchor === "start" ? {} : { "text-anchor": textAnchor }),
    ...(dominantBaseline === "auto" ? {} : { "dominant-baseline": dominantBaseline }),
    ...(paintOrder === "normal" ? {} : { "paint-order": paintOrder }),
  };
  const content = [...part.childNodes].map((child) =>
    child instanceof Element ? shape(child) : escapeText(child.textContent ?? ""),
  );
  return element(name, looks, content.join("").trim());
}

function image(canvas: HTMLCanvasElement, box: Box, style: CSSStyleDeclaration): string {
  if (canvas.width === 0 || canvas.height === 0) return "";
  const at = {
    x: short(box.left),
    y: short(box.top),
    width: short(box.right - box.left),
    height: short(box.bottom - box.top),
    preserveAspectRatio: "none",
    ...(style.imageRendering === "pixelated" ? { "image-rendering": "pixelated" } : {}),
  };
  return element("image", { href: canvas.toDataURL("image/png"), ...at });
}

function groundAndFrame(style: CSSStyleDeclaration, box: Box): string {
  const { left, top, right, bottom } = box;
  const ground = groundOf(style);
  const borders = sides.map((side) => borderOf(style, side));
  const size = { width: short(right - left), height: short(bottom - top) };
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, size.width / 2, size.height / 2);
  const corners = radius > 0 ? { rx: short(radius) } : {};
  if (borders.every((border) => border && border.stroke === borders[0]!.stroke)) {
    const half = Number(borders[0]!["stroke-width"]) / 2;
    const inner = {
      x: short(left + half),
      y: short(top + half),
      width: short(size.width - 2 * half),
      height: short(size.height - 2 * half),
    };
    return element("rect", { ...inner, ...corners, ...(ground ?? { fill: "none" }), ...borders[0] });
  }
  const rect = ground
    ? element("rect", { x: short(left), y: short(top), ...size, ...corners, ...ground })
    : "";
  const ends = {
    Top: [left, top, right, top],
    Right: [right, top, right, bottom],
    Bottom: [left, bottom, right, bottom],
    Left: [left, top, left, bottom],
  } as const;
  const strokes = sides.map((side, index) => {
    const border = borders[index];
    const [x1, y1, x2, y2] = ends[side].map(short);
    return border ? element("line", { x1, y1, x2, y2, ...border }) : "";
  });
  return rect + strokes.join("");
}

/** A text of the page, line by line as the page broke it. */
function lines(node: Text, style: CSSStyleDeclaration, origin: Origin, boxes: Box[]): string {
  const range = document.createRange();
  const found: { text: string; box: Box }[] = [];
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = boxFrom(origin, range.getBoundingClientRect());
    if (box.right === box.left) continue;
    const last = found.at(-1);
    if (last && Math.abs(last.box.top - box.top) < 2) {
      last.text += ` ${word}`;
      last.box = { ...last.box, right: box.right };
    } else found.push({ text: word, box });
  }
  const paint = paintOf(style.color);
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText("x");
  const [anchor, place] = anchors[style.textAlign] ?? anchors.start!;
  return found
    .map(({ text, box }) => {
      boxes.push(box);
      const y = box.top + (box.bottom - box.top - ascent - descent) / 2 + ascent;
      const at = { x: short(place(box)), y: short(y), ...(anchor && { "text-anchor": anchor }) };
      return element("text", { ...at, fill: paint?.colour, ...textStyle(style) }, escapeText(text));
    })
    .join("");
}

/** Texts keep their side where another program draws them wider. */
const anchors: Readonly<Record<string, readonly [anchor: string, place: (box: Box) => number]>> = {
  start: ["", ({ left }) => left],
  right: ["end", ({ right }) => right],
  end: ["end", ({ right }) => right],
  center: ["middle", ({ left, right }) => (left + right) / 2],
};
