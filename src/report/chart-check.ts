/** The elements of the lab's charts (chart.ts): shapes and texts, no links, no styles, no scripts. */
const elements = ["svg", "g", "rect", "line", "path", "circle", "text"];
const attribute = String.raw`\s+(?!on|href|style)[a-z][a-zA-Z0-9-]*="(?![^"]*url\()[^"<>]*"`;
const tag = new RegExp(String.raw`^</?(?:${elements.join("|")})(?:${attribute})*\s*/?>$`);

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether these bytes have their format, without anything that another program would run or load. */
export function isChart(format: "svg" | "png", content: Uint8Array): boolean {
  return format === "png"
    ? pngSignature.every((byte, index) => content[index] === byte)
    : isPlainSvg(new TextDecoder().decode(content));
}

function isPlainSvg(text: string): boolean {
  const tags = text.match(/<[^>]*>?/g) ?? [];
  return (
    text.startsWith("<svg ") && text.trimEnd().endsWith("</svg>") && tags.every((found) => tag.test(found))
  );
}
