import type { Channel, SentEvent } from "../../src/contract/channel";
import type { EventName, EventOf } from "../../src/contract/contract";
import type { CurrentWork, NumberedEvent, Position } from "../../src/contract/feed";

type Listener = (payload: never, number: number) => void;
type WorkListener = (work: CurrentWork, number: number) => void;

/**
 * Tells each event of the lab once and in order, whatever the channel loses, repeats or reorders. A gap is filled by
 * asking for what was missed. If the lab has it no longer (or has started anew), and at first, the lab's current work
 * is told instead.
 */
export class EventFeed {
  readonly #listeners = new Map<EventName, Set<Listener>>();
  readonly #workListeners = new Set<WorkListener>();
  /** Of the last event that was told; null until the current work is known. */
  #position: Position | null = null;
  /** Events that came before their turn. */
  #waiting: NumberedEvent[] = [];
  #asking: Promise<void> | null = null;
  /** Whether something happened since it was last asked. */
  #isWanted = false;
  #isOpen = false;

  constructor(private readonly channel: Channel) {
    channel.listen((event) => this.#take(event));
    channel.watch((state) => {
      this.#isOpen = state === "open";
      if (this.#isOpen) void this.#catchUp();
    });
  }

  /** @param listener gets the event's number, 0 for events of the shell. Returns the function that ends it. */
  on<E extends EventName>(event: E, listener: (payload: EventOf<E>, number: number) => void): () => void {
    const those = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, those.add(listener));
    return () => void those.delete(listener);
  }

  /** Told when the page cannot know from events where things stand. Returns the function that ends it. */
  onWork(listener: WorkListener): () => void {
    this.#workListeners.add(listener);
    return () => void this.#workListeners.delete(listener);
  }

  /** The place of an answer among the events: it contains the event at this position, and may contain later ones. */
  numberOf({ start, number }: Position): number {
    const isBefore = this.#position !== null && start !== this.#position.start;
    return isBefore ? 0 : number + 0.5;
  }

  /** An answer was lost, and with it what only the answer told. */
  answerLost(): void {
    this.#position = null;
    void this.#catchUp();
  }

  /** Waits until the events up to an answer's position were told, so that the answer does not come before them. */
  async reach({ start, number }: Position): Promise<void> {
    if (this.#position?.start !== start || this.#position.number < number) await this.#catchUp();
  }

  #take(event: SentEvent): void {
    const { position } = event;
    if (position === null) return this.#tell(event, 0);
    this.#waiting.push(event as NumberedEvent);
    this.#tellWaiting();
    if (this.#waiting.length > 0) void this.#catchUp();
  }

  /** Asks until nothing waits any more. When the lab was not reached, the next event or the open channel asks again. */
  #catchUp(): Promise<void> {
    this.#isWanted = true;
    this.#asking ??= this.#askAgain().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #askAgain(): Promise<void> {
    while (this.#isWanted && this.#isOpen) {
      this.#isWanted = false;
      const isReached = await this.#ask().catch(() => false);
      if (isReached && this.#waiting.length > 0) this.#isWanted = true;
    }
  }

  async #ask(): Promise<boolean> {
    if (!(await this.#fill())) await this.#takeWork();
    this.#tellWaiting();
    return true;
  }

  /** Whether the lab still had all events that were missed. */
  async #fill(): Promise<boolean> {
    if (!this.#position) return false;
    const answer = await this.channel.call("eventsSince", this.#position);
    if (!answer.ok || answer.value.events === null) return false;
    this.#waiting.push(...answer.value.events);
    return true;
  }

  async #takeWork(): Promise<void> {
    const answer = await this.channel.call("currentWork", {});
    if (answer.ok && answer.position) {
      const { start } = (this.#position = answer.position);
      this.#waiting = this.#waiting.filter(({ position }) => position.start === start);
      for (const listener of this.#workListeners) listener(answer.value, this.numberOf(answer.position));
      return;
    }
    // The lab cannot tell, perhaps because its store is damaged. Then the page goes on with the events that come.
    const [oldest] = this.#inOrder();
    if (oldest) this.#position = { ...oldest.position, number: oldest.position.number - 1 };
  }

  #inOrder(): NumberedEvent[] {
    return this.#waiting.sort((one, other) => one.position.number - other.position.number);
  }

  /** Tells what follows the last event without a gap, and drops what was told before. */
  #tellWaiting(): void {
    const early: NumberedEvent[] = [];
    for (const event of this.#inOrder()) {
      const { start, number } = event.position;
      if (!this.#position || start !== this.#position.start || number > this.#position.number + 1) {
        early.push(event);
      } else if (number === this.#position.number + 1) {
        this.#position = event.position;
        this.#tell(event, number);
      }
    }
    this.#waiting = early;
  }

  #tell({ name, payload }: SentEvent, number: number): void {
    for (const listener of this.#listeners.get(name) ?? [])
      (listener as (...told: unknown[]) => void)(payload, number);
  }
}
