import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { arbitraryOf } from "./arbitrary.testing";
import { events, verbs } from "./contract";
import { fromJson, toJson } from "./json";
import { rightRequests } from "./right-requests.testing";

const options = { seed: 20261128, numRuns: 100 };
const survives = (value: unknown): void => {
  expect(fromJson(toJson(value))).toEqual(value);
};

describe.each(Object.entries(verbs))("%s", (verb, { request, response }) => {
  test("its requests and answers survive JSON text, bit for bit", () => {
    survives(rightRequests[verb as keyof typeof verbs]);
    for (const schema of [request, response] as z.ZodType[]) {
      fc.assert(fc.property(arbitraryOf(schema), survives), options);
    }
  });
});

describe.each(Object.entries(events))("event %s", (_, schema) => {
  test("survives JSON text, bit for bit", () => {
    fc.assert(fc.property(arbitraryOf(schema as z.ZodType), survives), options);
  });
});

test("anything of objects, lists, bytes and numbers survives, including what looks like a wrapper", () => {
  const keys = fc.oneof(fc.string(), fc.constantFrom("$bytes", "$$bytes", "$number", "__proto__", "toJSON"));
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
  const { pixels } = fromJson(toJson({ pixels: all })) as { pixels: Uint8Array };
  expect(Buffer.compare(pixels, all)).toBe(0);
  for (const bytes of [all.subarray(7, 300), new Uint8Array(0)]) survives({ pixels: [bytes] });
  const sent = fromJson(toJson({ weights: Buffer.from(all.buffer, 1, 500) })) as { weights: Uint8Array };
  expect(Object.getPrototypeOf(sent.weights)).toBe(Uint8Array.prototype);
  expect([...sent.weights]).toEqual([...all.subarray(1, 501)]);
});

test.each(['{"$bytes":"not base64!"}', '{"$bytes":7}', '{"$number":"8"}', '{"$number":null}'])(
  "%s is no wrapper and stays an object, which no schema takes for bytes",
  (text) => {
    expect(fromJson(text)).toEqual(JSON.parse(text));
  },
);
