import type { Channel, SentEvent } from "../../src/contract/channel";
import {
  type Envelope,
  type EventName,
  events,
  type LabBridge,
  type Request,
  type Response,
  type Verb,
} from "../../src/contract/contract";

/** The bridge that the preload script put on the window, as a channel. Main lives as long as its window. */
export function ipcChannel(bridge: LabBridge): Channel {
  return {
    call<V extends Verb>(verb: V, request: Request<V>) {
      const ask = bridge[verb] as (request: Request<V>) => Promise<Envelope<Response<V>>>;
      return ask(request);
    },
    listen(listener) {
      const ends = (Object.keys(events) as EventName[]).map((name) =>
        bridge.on(name, (payload, position) => listener({ name, payload, position } as SentEvent)),
      );
      return () => ends.forEach((end) => end());
    },
    watch(listener) {
      listener("open");
      return () => undefined;
    },
  };
}
