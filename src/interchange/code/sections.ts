import type { Script } from "./plan";

/** Stands at the end of the line that is forgotten, until the script is whole. */
export const forgottenMark = "\u0000";

/** Top-level statements that belong together; blank lines between them as ruff has them. */
export type Section = readonly string[];

/** Sections one below the other, those that are empty left out: two blank lines around functions and classes, one elsewhere. */
export function scriptOf(sections: readonly Section[]): Script {
  const lines: string[] = [];
  let wide = false;
  for (const section of sections.filter(({ length }) => length > 0)) {
    const isWide = /^(def|class|@)/.test(section[0]!);
    if (lines.length > 0) lines.push(...(wide || isWide ? ["", ""] : [""]));
    lines.push(...section);
    wide = isWide;
  }
  const forgotten = lines.findIndex((line) => line.endsWith(forgottenMark));
  return { text: `${lines.join("\n").replace(forgottenMark, "")}\n`, forgotten };
}

/** Lines one step further in. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `    ${line}`));
}

/** A text for a comment: one line, however it was typed. */
export function inComment(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
