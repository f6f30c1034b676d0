import { expect, test } from "vitest";
import { en } from "./en";
import { ko } from "./ko";

type Texts = { readonly [key: string]: string | Texts };

/** Every text with its place: "run.stop". */
function flat(texts: Texts, prefix = ""): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test("both languages say the same things with the same numbers in them", () => {
  const korean = new Map(flat(ko));
  for (const [place, text] of flat(en)) {
    const twin = korean.get(place);
    expect(twin, place).toBeDefined();
    // One form of an English text may do without the count: "One thing to correct".
    expect(placeholders(twin!), place).toEqual(placeholders(text));
  }
});
