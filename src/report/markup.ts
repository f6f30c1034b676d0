import { withoutOverrides } from "../messages/failure";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Any text as text of HTML or SVG, also between quotes. Control characters that XML forbids or that change the
 * writing direction become U+FFFD.
 */
export function escapeText(text: string): string {
  return (
    withoutOverrides(text)
      .replace(/[&<>"']/g, (character) => entities[character]!)
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
  );
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** `name="value"` for each given attribute, with a blank before it. */
export function attributes(values: Attributes): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escapeText(String(value))}"`))
    .join("");
}

/** @param content markup, already escaped */
export function element(name: string, values: Attributes, content = ""): string {
  return content === ""
    ? `<${name}${attributes(values)}/>`
    : `<${name}${attributes(values)}>${content}</${name}>`;
}
