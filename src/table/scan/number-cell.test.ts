import fc from "fast-check";
import { expect, test } from "vitest";
import { fuzz, inFull } from "../../test-size";
import { cellKinds, cellOf, kindBits, kindsOfBytes, numberOfState, transitions, turns } from "./grammar";
import { nearly, NumberCell } from "./number-cell";

const table = transitions(false);
const kinds = kindsOfBytes(",".charCodeAt(0));

/** What the states tell of a whole cell. */
function kindByStates(bytes: Uint8Array): number {
  let state = numberOfState("cellStart");
  for (const byte of bytes) {
    const next = table[(state << kindBits) | kinds[byte]!]!;
    if (next >= turns.cell) return cellKinds.word;
    state = next;
  }
  return cellOf[state]!;
}

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 12 });
const cell = fc.oneof(
  fc
    .tuple(fc.constantFrom("", "", "-", "+"), digits, fc.constantFrom("", ".", "."), digits)
    .map((parts) => parts.join("")),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ noNaN: true, min: 0, max: 1 }).map(String),
  fc.string({ unit: fc.constantFrom(..."0159.-+e"), maxLength: 6 }),
);

test("a number cell is what the states of the grammar and JavaScript say", () => {
  let read = 0;
  fc.assert(
    fc.property(cell, (text) => {
      const number = new NumberCell();
      const bytes = Buffer.from(`x${text},`);
      const end = number.read(bytes, 1);
      // What it leaves is left to the states; digits before an e are no cell.
      if (end !== bytes.length - 1) return;
      read += 1;
      const value = Number(text);
      expect(number.kind).toBe(kindByStates(Buffer.from(text)));
      expect(number.small).toBe(/^(?:0|[1-9]\d{0,2})$/.test(text) ? value : -1);
      if (number.isExact) expect(number.value).toBe(value);
      else expect(Math.abs(number.value - value)).toBeLessThanOrEqual(Math.abs(number.value) * nearly);
    }),
    { ...fuzz, numRuns: inFull(100_000, 5000) },
  );
  expect(read).toBeGreaterThan(inFull(20_000, 1000));
});
