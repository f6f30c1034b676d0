import { EventEmitter } from "node:events";
import type { EventName, EventOf } from "../contract/contract";

/** The contract's events, typed. */
export class LabEvents {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** Returns the function that ends the subscription. */
  on<E extends EventName>(event: E, listener: (payload: EventOf<E>) => void): () => void {
    this.emitter.on(event, listener);
    return () => void this.emitter.off(event, listener);
  }

  emit<E extends EventName>(event: E, payload: EventOf<E>): void {
    this.emitter.emit(event, payload);
  }
}
