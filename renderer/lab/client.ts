import { type LabVerbs, type Verb, verbs } from "../../src/contract/contract";
import { errorOf } from "../../src/messages/failure";

/** The lab's verbs without envelopes: a failure is thrown as the LabError that it was in main. */
export const lab = Object.fromEntries(
  (Object.keys(verbs) as Verb[]).map((verb) => [verb, (request: never) => call(verb, request)]),
) as unknown as LabVerbs;

async function call(verb: Verb, request: never): Promise<unknown> {
  const answer = await window.lab[verb](request);
  if (answer.ok) return answer.value;
  throw errorOf(answer.failure);
}

export const onLab: Window["lab"]["on"] = (event, listener) => window.lab.on(event, listener);
