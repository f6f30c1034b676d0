import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonFault } from "./json-fault";

test.each([
  ["", 1, 1, null],
  ["hello", 1, 1, "h"],
  ['{\n  "a": 1,\n}', 3, 1, "}"],
  ['{"a": 1 "b": 2}', 1, 9, '"'],
  ["{'a': 1}", 1, 2, "'"],
  ['{"a": 01}', 1, 7, "0"],
  ['{"a": NaN}', 1, 7, "N"],
  ["[1, 2", 1, 6, null],
  ["[1, 2]]", 1, 7, "]"],
  ['{"가나": "다\n"}', 1, 10, "\n"],
  ['["\\x"]', 1, 3, "\\"],
  ["[1,\r\n2,\r\n// no\r\n3]", 3, 1, "/"],
  ['{"a" 1}', 1, 6, "1"],
  ["[😀]", 1, 2, "😀"],
  ["[".repeat(100_000), 1, 100_001, null],
])("%j stops being JSON in line %i, column %i", (text, line, column, found) => {
  expect(jsonFault(text)).toEqual({ line, column, found });
});

test("what stands before the place is not to blame: every text that is JSON passes to its end", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(jsonFault(text).found).toBe(null);
    }),
  );
});

test("what breaks a text is found there, or where the word or number begins that it breaks", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (text, number) => {
      const index = number % (text.length + 1);
      const broken = `${text.slice(0, index)}\u0001${text.slice(index)}`;
      const { column } = jsonFault(broken);
      const between = [...text.slice(0, index)].slice(column - 1).join("");
      expect(between).toMatch(/^(\w*|-?[\d.eE+-]*|\\u?[\da-f]*)$/);
    }),
  );
});
