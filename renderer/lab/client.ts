import { inject, type InjectionKey } from "vue";
import type { Channel } from "../../src/contract/channel";
import {
  type Envelope,
  type LabVerbs,
  type Request,
  type Response,
  type Verb,
  verbs,
} from "../../src/contract/contract";
import { errorOf } from "../../src/messages/failure";
import { EventFeed } from "./eventFeed";

export interface Answer<V extends Verb> {
  readonly value: Response<V>;
  /** Its place among the events' numbers: half a step after the last event that it certainly contains. */
  readonly number: number;
}

/** The lab as the page uses it, over any channel. */
export interface LabClient {
  /** The verbs without envelopes: a failure is thrown as the LabError that it was in main. */
  readonly lab: LabVerbs;
  /** The same, for an answer that has to be put in order with events: it comes after all that it contains. */
  ask<V extends Verb>(verb: V, request: Request<V>): Promise<Answer<V>>;
  on: EventFeed["on"];
  onWork: EventFeed["onWork"];
}

export function createClient(channel: Channel): LabClient {
  const feed = new EventFeed(channel);
  async function call<V extends Verb>(verb: V, request: Request<V>) {
    let answer: Envelope<Response<V>>;
    try {
      answer = await channel.call(verb, request);
    } catch (error) {
      feed.answerLost();
      throw error;
    }
    if (!answer.ok) throw errorOf(answer.failure);
    return answer;
  }
  async function ask<V extends Verb>(verb: V, request: Request<V>): Promise<Answer<V>> {
    const { value, position } = await call(verb, request);
    if (position) await feed.reach(position);
    return { value, number: position ? feed.numberOf(position) : 0 };
  }
  const verbFunctions = (Object.keys(verbs) as Verb[]).map((verb) => [
    verb,
    async (request: never) => (await call(verb, request)).value,
  ]);
  return {
    lab: Object.fromEntries(verbFunctions) as LabVerbs,
    ask,
    on: (event, listener) => feed.on(event, listener),
    onWork: (listener) => feed.onWork(listener),
  };
}

/** The app provides the client; tests provide another. */
export const labClient: InjectionKey<LabClient> = Symbol("lab client");

/** To be called where Vue's `inject` works: in a component's setup, or in what that calls. */
export function useLab(): LabClient {
  const client = inject(labClient);
  if (!client) throw new Error("The app provides no client of the lab.");
  return client;
}
