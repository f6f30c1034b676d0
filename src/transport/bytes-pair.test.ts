import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { arbitraryOf } from "../contract/arbitrary.testing";
import type { SentEvent } from "../contract/channel";
import { type EventOf, type LabVerbs, type Verb, verbs } from "../contract/contract";
import { labEvents } from "../contract/lab";
import { shellVerbs } from "../contract/shell";
import { LabEvents } from "../execution/events";
import { LabError } from "../messages/failure";
import { bytesPair } from "./bytes-pair.testing";

const options = { seed: 20261128, numRuns: 25 };

/** A lab that has one verb; it notes the request and answers as it is told. */
function labWith(verb: Verb, handler: (request: unknown) => unknown): Partial<LabVerbs> {
  return { [verb]: (request: unknown) => Promise.resolve(handler(request)) };
}

describe.each(Object.keys(verbs) as Verb[])("%s over bytes", (verb) => {
  const { request, response } = verbs[verb] as { request: z.ZodType; response: z.ZodType };

  test("the lab gets the request and the caller the answer, as over IPC", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryOf(request), arbitraryOf(response), async (asked, answered) => {
        const events = new LabEvents();
        const reached: unknown[] = [];
        const lab = labWith(verb, (got) => {
          reached.push(got);
          return answered;
        });
        const { channel } = bytesPair(lab, events);
        const answer = await channel.call(verb, asked as never);
        const position = verb in shellVerbs ? {} : { position: events.position };
        expect(answer).toEqual({ ok: true, value: answered, ...position });
        expect(reached).toEqual([request.parse(asked)]);
      }),
      options,
    );
  });

  test("a wrong request and a failure come back by name", async () => {
    const failing = labWith(verb, () => {
      throw new LabError("noSuchRun", { id: "$bytes" });
    });
    const { channel } = bytesPair(failing, new LabEvents());
    const refused = { ok: false, failure: { code: "badRequest" } };
    expect(await channel.call(verb, { extra: new Uint8Array(3) } as never)).toMatchObject(refused);
    const [right] = fc.sample(arbitraryOf(request), { ...options, numRuns: 1 });
    expect(await channel.call(verb, right as never)).toEqual({
      ok: false,
      failure: { code: "noSuchRun", parameters: { id: "$bytes" } },
    });
  });
});

test.each(Object.keys(labEvents) as (keyof typeof labEvents)[])("%s arrives as it was told", (name) => {
  const events = new LabEvents();
  const heard: SentEvent[] = [];
  bytesPair({}, events).channel.listen((event) => heard.push(event));
  fc.assert(
    fc.property(arbitraryOf(labEvents[name] as z.ZodType), (payload) => {
      events.emit(name, payload as EventOf<typeof name>);
      expect(heard.at(-1)).toEqual({ name, payload, position: events.position });
    }),
    options,
  );
});

test("a transport without a window has none of the shell's verbs", async () => {
  const { channel } = bytesPair(
    labWith("describeLab", () => ({})),
    new LabEvents(),
  );
  const refused = { ok: false, failure: { code: "unknownVerb", parameters: { verb: "chooseFile" } } };
  expect(await channel.call("chooseFile", { purpose: "csv" })).toEqual(refused);
});
