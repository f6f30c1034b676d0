import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { EventOf, LabEventName } from "../contract/contract";
import type { NumberedEvent, Position } from "../contract/feed";
import { RecentEvents } from "./recent-events";

/** The lab's events, typed and numbered; the newest are kept for an interface that was away. */
export class LabEvents {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly start = randomUUID();
  private number = 0;

  constructor(private readonly recent = new RecentEvents()) {}

  /** Of the newest event. */
  get position(): Position {
    return { start: this.start, number: this.number };
  }

  /** Returns the function that ends the subscription. */
  on<E extends LabEventName>(event: E, listener: (payload: EventOf<E>) => void): () => void {
    this.emitter.on(event, listener);
    return () => void this.emitter.off(event, listener);
  }

  /** Every event, with its number. Returns the function that ends the subscription. */
  onEach(listener: (event: NumberedEvent) => void): () => void {
    this.emitter.on(each, listener);
    return () => void this.emitter.off(each, listener);
  }

  emit<E extends LabEventName>(name: E, payload: EventOf<E>): void {
    this.number += 1;
    const event = { name, payload, position: this.position } as NumberedEvent;
    this.recent.add(event);
    this.emitter.emit(name, payload);
    this.emitter.emit(each, event);
  }

  /** Null if they are of another start, or no longer kept. */
  since({ start, number }: Position): NumberedEvent[] | null {
    return start === this.start ? this.recent.after(number, this.number) : null;
  }
}

/** No event has this name. */
const each = Symbol("each event");
