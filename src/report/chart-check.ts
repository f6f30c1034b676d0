/** The elements of the lab's charts and pictures: shapes and texts, no links, no styles, no scripts. */
const elements = ["svg", "g", "rect", "line", "path", "polyline", "polygon", "circle", "text", "tspan"];
const attribute = String.raw`\s+(?!on|href|style)[a-z][a-zA-Z0-9-]*="(?![^"]*url\()[^"<>]*"`;
const tag = new RegExp(String.raw`^</?(?:${elements.join("|")})(?:${attribute})*\s*/?>$`);
/** What was painted pixel by pixel lies in the file itself. */
const image = new RegExp(
  String.raw`^<image href="data:image/png;base64,[A-Za-z0-9+/]+={0,2}"(?:${attribute})*\s*/>$`,
);

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether these bytes have their format, without anything that another program would run or load. */
export function isChart(format: "svg" | "png" | "csv", content: Uint8Array): boolean {
  if (format === "png") return pngSignature.every((byte, index) => content[index] === byte);
  const text = new TextDecoder().decode(content);
  // eslint-disable-next-line no-control-regex
  return format === "svg" ? isPlainSvg(text) : !/[\u0000-\u0008\u000b-\u001f\ufffd]/.test(text);
}

function isPlainSvg(text: string): boolean {
  const tags = text.match(/<[^>]*>?/g) ?? [];
  return (
    text.startsWith("<svg ") &&
    text.trimEnd().endsWith("</svg>") &&
    tags.every((found) => tag.test(found) || image.test(found))
  );
}
