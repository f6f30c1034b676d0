import fc from "fast-check";
import { expect, test } from "vitest";
import { fileNameOf, fileNamesOf } from "./file-names";

test.each([
  ["p = 0.3", "p-0.3"],
  ["드롭아웃, 300행", "드롭아웃-300행"],
  ["../../etc/passwd", "etc-passwd"],
  ["CON", "_CON"],
  ["lpt1.x", "_lpt1.x"],
  ["COM¹.x", "_COM¹.x"],
  ["\u202Egnp.exe", "gnp.exe"],
  ["드롭아웃".normalize("NFD"), "드롭아웃"],
  ["दर ०.३", "दर-०.३"],
  ["ドロップ", "ドロップ"],
  ["dropout 🎲", "dropout-🎲"],
  ["???", "x"],
])("%j becomes %j", (name, file) => {
  expect(fileNameOf(name, "x")).toBe(file);
});

test("no name leads out of a folder, ends in a dot, or passes a file system's limit", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
      const file = fileNameOf(name, "x");
      expect(file).toMatch(/^[^-.\p{M}\p{Z}\p{C}][^\p{Z}\p{Cc}\p{Co}\p{Cs}<>:"/\\|?*]*$/u);
      expect(file).not.toMatch(/[\u202a-\u202e\u2066-\u2069\ufeff]/);
      expect(file).toBe(file.normalize("NFC"));
      expect(file).not.toMatch(/[.-]$/);
      expect(new TextEncoder().encode(file).length).toBeLessThanOrEqual(181);
    }),
  );
});

test("names that come to the same are told apart, also without regard to case", () => {
  expect(fileNamesOf(["p = 0.3", "p: 0.3", "P 0.3", "p-0.3-2"], "x")).toEqual([
    "p-0.3",
    "p-0.3-2",
    "P-0.3-3",
    "p-0.3-2-2",
  ]);
});
