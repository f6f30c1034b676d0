import type { NumberedEvent } from "../contract/feed";

/**
 * Enough for the seconds in which a page is loaded again or a connection comes back. An event about many runs counts
 * as many, so that they cannot fill the memory.
 */
const mostKept = 10_000;

/** The newest events, in the order of their numbers. */
export class RecentEvents {
  private kept: NumberedEvent[] = [];
  /** The events before this place are no longer kept; they are cleared away together, because that moves all others. */
  private first = 0;
  private weight = 0;

  constructor(private readonly most = mostKept) {}

  add(event: NumberedEvent): void {
    this.kept.push(event);
    this.weight += weightOf(event);
    while (this.weight > this.most) this.weight -= weightOf(this.kept[this.first++]!);
    // Half of them, so that each event is moved about once.
    if (this.first > this.kept.length / 2) {
      this.kept = this.kept.slice(this.first);
      this.first = 0;
    }
  }

  /** Null unless all events from `number` + 1 to `newest` are kept. */
  after(number: number, newest: number): NumberedEvent[] | null {
    const missed = newest - number;
    if (missed < 0 || missed > this.kept.length - this.first) return null;
    return this.kept.slice(this.kept.length - missed);
  }
}

function weightOf({ payload }: NumberedEvent): number {
  return "runIds" in payload ? Math.max(1, payload.runIds.length) : 1;
}
