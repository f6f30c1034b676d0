import fc from "fast-check";
import { expect, test } from "vitest";
import { fuzz } from "../test-size";
import { hostileRuns, hostileTimeout } from "./hostile.testing";
import { errorsOf, readText } from "./testing";

/** What tears tables apart, thrown together. */
const pieces = fc.constantFrom(
  ",",
  ";",
  "\t",
  "|",
  " ",
  '"',
  '""',
  "'",
  "\\",
  "\n",
  "\r\n",
  "\r",
  "\n\n",
  "#",
  "%",
  "sep=;\n",
  "a",
  "kind",
  "é",
  "남",
  "−",
  "0",
  "1",
  "1.5",
  "2,5",
  "1,000",
  "1e999",
  "-",
  "?",
  "NA",
  "nan",
  "inf",
  "true",
  "007",
  "2024-01-02",
  "𝒳",
  "\ufeff",
  "@relation",
  "{",
);

test("whatever a file holds, it is described or refused by name", { timeout: hostileTimeout }, async () => {
  const text = fc.array(pieces, { maxLength: 120 }).map((parts) => Buffer.from(parts.join("")));
  const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: bytes }),
      async (content) => {
        const table = await readText(content);
        const { length } = table.columns;
        expect(table.columns.every(({ number }, place) => number === place + 1)).toBe(true);
        expect(table.target === null || table.target < length).toBe(true);
        // Without an error there is something to learn, and something to learn it from.
        if (errorsOf(table).length === 0)
          expect([table.features > 0, table.target !== null, table.rows > 0]).toEqual([true, true, true]);
      },
    ),
    { ...fuzz, numRuns: hostileRuns },
  );
});
