import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { arbitraryOf } from "./arbitrary.testing";
import { events, verbs } from "./contract";
import { fromBytes, toBytes } from "./bytes";
import { rightRequests } from "./right-requests.testing";

const options = { seed: 20261128, numRuns: 100 };
const survives = (value: unknown): void => {
  expect(fromBytes(toBytes(value))).toEqual(value);
};

describe.each(Object.entries(verbs))("%s", (verb, { request, response }) => {
  test("its requests and answers survive as bytes, bit for bit", () => {
    survives(rightRequests[verb as keyof typeof verbs]);
    for (const schema of [request, response] as z.ZodType[]) {
      fc.assert(fc.property(arbitraryOf(schema), survives), options);
    }
  });
});

describe.each(Object.entries(events))("event %s", (_, schema) => {
  test("survives as bytes, bit for bit", () => {
    fc.assert(fc.property(arbitraryOf(schema as z.ZodType), survives), options);
  });
});

test("anything of objects, lists, bytes and numbers survives", () => {
  const keys = fc.oneof(
    fc.string().filter((key) => key !== "__proto__"),
    fc.constantFrom("constructor", "toJSON"),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.constantFrom(null, true, NaN, Infinity, -Infinity, -0, "NaN", "AAAA", ""),
      fc.double(),
      fc.string({ unit: "binary" }),
      fc.uint8Array(),
      fc.array(tie("value")),
      fc.dictionary(keys, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(fc.property(value, survives), { ...options, numRuns: 500 });
});

test("bytes of every value and of any length come back as bytes, a part of a buffer and Node's Buffer too", () => {
  const all = Uint8Array.from({ length: 100_001 }, (_, index) => index % 256);
  const { pixels } = fromBytes(toBytes({ pixels: all })) as { pixels: Uint8Array };
  expect(Buffer.compare(pixels, all)).toBe(0);
  for (const bytes of [all.subarray(7, 300), new Uint8Array(0)]) survives({ pixels: [bytes] });
  const sent = fromBytes(toBytes({ weights: Buffer.from(all.buffer, 1, 500) })) as { weights: Uint8Array };
  expect([...sent.weights]).toEqual([...all.subarray(1, 501)]);
});

test("undefined is left out", () => {
  expect(fromBytes(toBytes({ a: undefined, b: [1] }))).toEqual({ b: [1] });
});

test.each([
  ["nothing", []],
  ["half a value", [0x92, 0x01]],
  ["two values", [0x01, 0x02]],
  ["a list that promises more than there is", [0xdd, 0xff, 0xff, 0xff, 0xff]],
  ["bytes that promise more than there are", [0xc6, 0xff, 0xff, 0xff, 0xff, 1]],
  ["the key __proto__", [0x81, 0xa9, ...new TextEncoder().encode("__proto__"), 0x80]],
])("%s is refused", (_, bytes) => {
  expect(() => fromBytes(Uint8Array.from(bytes))).toThrow();
});
