import type { Channel, ChannelState, SentEvent } from "../contract/channel";
import type { Envelope, LabVerbs, Request, Response, Verb } from "../contract/contract";
import { fromBytes, toBytes } from "../contract/bytes";
import type { LabEvents } from "../execution/events";
import { answer } from "./gate";

export interface BytesPair {
  readonly channel: Channel;
  /** From now on nothing gets through; answers under way are lost. */
  lose(): void;
  reconnect(): void;
  /** Forgets what is on its way; for the end of a test. */
  close(): void;
}

/** Hands on a frame when it likes: at once, later, twice, or never. */
export type Wire = (frame: Uint8Array, arrive: (frame: Uint8Array) => void) => void;

/**
 * For tests only: a channel that carries everything as bytes, like one over a network. The contract survives
 * there if it survives here.
 * @param events each event's bytes go through it
 * @param answers each answer's bytes go through it
 */
export function bytesPair(
  lab: Partial<LabVerbs>,
  labEvents: LabEvents,
  { events = atOnce, answers = atOnce }: { events?: Wire; answers?: Wire } = {},
): BytesPair {
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
    events(toBytes(event), (frame) => {
      // What was on its way when the connection was lost does not arrive in the next one.
      if (mine !== connection) return;
      const arrived = fromBytes(frame) as SentEvent;
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
          void answer(lab, verb, fromBytes(toBytes(request)), () => labEvents.position).then((given) =>
            answers(toBytes(given), (frame) => {
              if (mine === connection) resolve(fromBytes(frame) as Envelope<Response<V>>);
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

const atOnce: Wire = (frame, arrive) => arrive(frame);
