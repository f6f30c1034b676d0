import { describe, expect, test } from "vitest";
import { LabError } from "../messages/failure";
import { type LabVerbs, type Verb, verbs } from "../contract/contract";
import { answer } from "./gate";
import { rightRequests as right } from "../contract/right-requests.testing";

const names = Object.keys(verbs) as Verb[];

/** A lab that records the requests that reach it. */
function recorder(reached: [Verb, unknown][]): LabVerbs {
  const handlers = names.map((verb) => [
    verb,
    async (request: unknown) => {
      reached.push([verb, request]);
      return `answer of ${verb}`;
    },
  ]);
  return Object.fromEntries(handlers) as LabVerbs;
}

describe.each(names)("%s", (verb) => {
  test("a right request reaches it, and its answer comes back", async () => {
    const reached: [Verb, unknown][] = [];
    expect(await answer(recorder(reached), verb, right[verb])).toEqual({
      ok: true,
      value: `answer of ${verb}`,
    });
    expect(reached).toEqual([[verb, right[verb]]]);
  });

  const wrong: unknown[] = [
    undefined,
    null,
    1,
    "x",
    [],
    () => undefined,
    { extra: 1 },
    { ...(right[verb] as object), extra: 1 },
    ...Object.entries(right[verb] as object).flatMap(([key, value]) => [
      { ...(right[verb] as object), [key]: { toString: "x" } },
      // If the right request has null here, null is right.
      ...(value === null ? [] : [{ ...(right[verb] as object), [key]: null }]),
      { ...(right[verb] as object), [key]: "../../etc/passwd\0".repeat(2000) },
    ]),
  ];
  test(`${wrong.length} wrong requests are refused by name and never reach it`, async () => {
    const reached: [Verb, unknown][] = [];
    for (const request of wrong) {
      const refused = await answer(recorder(reached), verb, request);
      expect(refused).toMatchObject({ ok: false, failure: { code: "badRequest", parameters: { verb } } });
    }
    expect(reached).toEqual([]);
  });
});

test.each(["", "constructor", "__proto__", "toString", "fly", 1, null, {}])(
  "%j is no verb and reaches nothing",
  async (verb) => {
    const reached: [Verb, unknown][] = [];
    expect(await answer(recorder(reached), verb, {})).toMatchObject({
      ok: false,
      failure: { code: "unknownVerb" },
    });
    expect(reached).toEqual([]);
  },
);

test("errors become envelopes: named ones keep code and parameters, others are unexpected", async () => {
  const throwing = (error: unknown) =>
    ({ ...recorder([]), describeLab: () => Promise.reject(error) }) as LabVerbs;
  expect(await answer(throwing(new LabError("noSuchRun", { id: "7" })), "describeLab", {})).toEqual({
    ok: false,
    failure: { code: "noSuchRun", parameters: { id: "7" } },
  });
  expect(await answer(throwing(new TypeError("x is not y")), "describeLab", {})).toEqual({
    ok: false,
    failure: { code: "unexpected", parameters: { detail: "x is not y" } },
  });
});
