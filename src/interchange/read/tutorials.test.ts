import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { DataShape } from "../../fields/shape";
import type { Layer } from "../../nn/layers/kinds";
import { readNetworkText } from "./read-text";

const mnist: DataShape = { features: 784, image: [28, 28, 1], outputs: 10, task: "classification" };

/** One layer in few words: its settings but for how it starts. */
function wordsOf({ type, ...settings }: Layer): string {
  if ("layers" in settings) return `${type} [${settings.layers.map(wordsOf).join(", ")}]`;
  const values = Object.entries(settings).filter(([key]) => key !== "initializer" && key !== "scaling");
  return [type, ...values.map(([, value]) => String(value))].join(" ");
}

/** What training says: its numbers alone. */
const numbersOf = (settings: object) =>
  Object.entries(settings)
    .map(([key, value]) => `${key} ${JSON.stringify(value).replaceAll('"', "").replaceAll(",", ", ")}`)
    .join("; ");

const sections = readFileSync(new URL("fixtures/tutorials.md", import.meta.url), "utf8")
  .split("\n## ")
  .slice(1);

test.each(sections.map((section) => [section.split("\n")[0]!, section]))("%s", (_name, section) => {
  const [, code = ""] = /```py\n([^]*?)\n```/.exec(section) ?? [];
  const { layers, training, notes } = readNetworkText(code, mnist);
  const found = [
    `- layers: ${layers.map(wordsOf).join(", ")}`,
    `- training: ${numbersOf(training)}`,
    `- told: ${notes.map(({ code: note, line }) => `${note} ${line}`).join(", ")}`,
  ].map((line) => line.trim());
  expect(
    section
      .slice(section.indexOf("\n```\n\n") + 6)
      .trim()
      .split("\n"),
  ).toEqual(found);
});
