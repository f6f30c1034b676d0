import type { Channel, ChannelState, SentEvent } from "../contract/channel";
import type { Envelope, LabVerbs, Request, Response, Verb } from "../contract/contract";
import { fromJson, toJson } from "../contract/json";
import type { LabEvents } from "../execution/events";
import { answer } from "./gate";

export interface JsonPair {
  readonly channel: Channel;
  /** From now on nothing gets through; answers under way are lost. */
  lose(): void;
  reconnect(): void;
  /** Forgets what is on its way; for the end of a test. */
  close(): void;
}

/** Hands on a text when it likes: at once, later, twice, or never. */
export type Wire = (text: string, arrive: (text: string) => void) => void;

/**
 * For tests only: a channel that carries everything as JSON text, like one over a network. The contract survives
 * there if it survives here.
 * @param events each event's text goes through it
 * @param answers each answer's text goes through it
 */
export function jsonPair(
  lab: Partial<LabVerbs>,
  labEvents: LabEvents,
  { events = atOnce, answers = atOnce }: { events?: Wire; answers?: Wire } = {},
): JsonPair {
  const listeners = new Set<(event: SentEvent) => void>();
  const watchers = new Set<(state: ChannelState) => void>();
  let state: ChannelState = "open";
  let connection = 0;
  const calls = new Set<() => void>();

  const become = (next: ChannelState) => {
    state = next;
    for (const watcher of watchers) watcher(state);
  };
  const off = labEvents.onEach((event) => {
    const mine = connection;
    if (state === "lost") return;
    events(toJson(event), (text) => {
      // What was on its way when the connection was lost does not arrive in the next one.
      if (mine !== connection) return;
      const arrived = fromJson(text) as SentEvent;
      for (const listener of listeners) listener(arrived);
    });
  });
  const lose = () => {
    if (state === "lost") return;
    connection += 1;
    for (const fail of calls) fail();
    calls.clear();
    become("lost");
  };
  return {
    channel: {
      call<V extends Verb>(verb: V, request: Request<V>) {
        return new Promise<Envelope<Response<V>>>((resolve, reject) => {
          if (state === "lost") return reject(new Error("The connection is lost."));
          calls.add(() => reject(new Error("The answer was lost.")));
          const mine = connection;
          void answer(lab, verb, fromJson(toJson(request)), () => labEvents.position).then((given) =>
            answers(toJson(given), (text) => {
              if (mine === connection) resolve(fromJson(text) as Envelope<Response<V>>);
            }),
          );
        });
      },
      listen(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      watch(watcher) {
        watchers.add(watcher);
        watcher(state);
        return () => void watchers.delete(watcher);
      },
    },
    lose,
    reconnect() {
      if (state === "open") return;
      become("open");
    },
    close() {
      lose();
      off();
    },
  };
}

const atOnce: Wire = (text, arrive) => arrive(text);
