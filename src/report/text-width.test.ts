import { expect, test } from "vitest";
import { shortenedTo, textWidth, wrappedTo } from "./text-width";

test("Korean is wider than Latin", () => {
  expect(textWidth("드롭률")).toBeGreaterThan(textWidth("rate"));
});

test("a text is shortened to its room, and left alone where it has room", () => {
  expect(shortenedTo(100, "p = 0.3")).toBe("p = 0.3");
  const shortened = shortenedTo(100, "p = 0.3, 300 rows, width × 0.5");
  expect(shortened).toMatch(/^p = 0\.3.*…$/);
  expect(textWidth(shortened)).toBeLessThanOrEqual(100);
});

test("lines are broken between words, and no word is lost", () => {
  const text = "Bars: 95% confidence interval of the mean over seeds. Faint dots: single seeds.";
  const lines = wrappedTo(150, text);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join(" ")).toBe(text);
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(150);
  expect(wrappedTo(10, "unbreakable")).toEqual(["unbreakable"]);
});
