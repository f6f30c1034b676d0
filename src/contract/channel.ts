import type { Envelope, EventName, EventOf, Request, Response, Verb } from "./contract";
import type { Position } from "./feed";

/** An event on its way. Events of the shell have no position: they are for the window that is open just now. */
export type SentEvent = {
  [Name in EventName]: { name: Name; payload: EventOf<Name>; position: Position | null };
}[EventName];

/** `lost`: calls fail and events do not arrive, until it is open again. */
export type ChannelState = "open" | "lost";

/**
 * A way from an interface to a lab: IPC in the window, text over a connection elsewhere. It may answer before or after
 * the events of what it answers, and lose, repeat and reorder events.
 */
export interface Channel {
  /** Rejects only if the lab was not reached. */
  call<V extends Verb>(verb: V, request: Request<V>): Promise<Envelope<Response<V>>>;
  /** Returns the function that ends the subscription. */
  listen(listener: (event: SentEvent) => void): () => void;
  /** Called at once with the present state, then with each new one. Returns the function that ends it. */
  watch(listener: (state: ChannelState) => void): () => void;
}
