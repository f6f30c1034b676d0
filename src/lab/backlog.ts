import type { Failure } from "../experiment/result";
import { failureOf } from "../messages/failure";
import { isStoreFailure } from "../runs/database-errors";

/** Milliseconds between two looks at whether the store takes something again. */
const pace = 1000;

/**
 * Writes to the store in the order in which they were asked for. Where the disk is full or the file refuses otherwise,
 * they wait here, with all that come after them, and are tried again until the store takes them.
 */
export class Backlog {
  private waiting: (() => void)[] = [];
  private working = false;
  private timer: NodeJS.Timeout | null = null;

  /** @param tell at the first refusal and at each one after it, and with null once all is written */
  constructor(private readonly tell: (failure: Failure | null) => void) {}

  /** Whether the store has refused something that still waits. */
  get stuck(): boolean {
    return this.timer !== null;
  }

  /** @param write may be begun more than once, so what it does before its last statement must bear that */
  do(write: () => void): void {
    this.waiting.push(write);
    if (!this.working && !this.stuck) this.tellOf(this.work());
  }

  /** Tries once more, and then gives up what still cannot be written. */
  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.work();
    this.waiting = [];
  }

  private tryAgain(): void {
    const failure = this.work();
    this.timer = null;
    if (failure) this.tellOf(failure);
    else this.tell(null);
  }

  private tellOf(failure: Failure | null): void {
    if (!failure) return;
    this.timer = setTimeout(() => this.tryAgain(), pace);
    this.tell(failure);
  }

  /** What stood in the way of the first one that could not be written. */
  private work(): Failure | null {
    this.working = true;
    let done = 0;
    try {
      // What is written may ask for more, which then stands at the end.
      for (; done < this.waiting.length; done++) this.waiting[done]!();
      return null;
    } catch (error) {
      if (isStoreFailure(error)) return failureOf(error);
      done++;
      throw error;
    } finally {
      this.waiting.splice(0, done);
      this.working = false;
    }
  }
}
