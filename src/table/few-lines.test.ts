import fc from "fast-check";
import { expect, test } from "vitest";
import { temporaryFile } from "../data/testing";
import { fewLines } from "./few-lines";

// Longer than what is read at once.
const long = "남x".repeat(400_000);
const line = fc.oneof({ weight: 9, arbitrary: fc.constantFrom("", "a,b", "남,1") }, fc.constant(long));

test("the lines are those of the file, wherever its pieces end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom("", "\u{feff}"),
      fc.boolean(),
      fc.array(fc.nat(9)),
      async (lines, lineEnd, mark, isEnded, asked) => {
        const path = temporaryFile("lines.csv", mark + lines.join(lineEnd) + (isEnded ? lineEnd : ""));
        const numbers = [...new Set(asked)].sort((one, other) => one - other);
        // What stands behind the last line end is a line if it is not empty.
        fc.pre(isEnded || lines.at(-1) !== "");
        expect(await fewLines(path, numbers)).toEqual(
          numbers.flatMap((number) => (number < lines.length ? [lines[number]!] : [])),
        );
      },
    ),
    { numRuns: 60, seed: 20261129 },
  );
});
