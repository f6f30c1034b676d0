import { type Failure, failureOf } from "../messages/failure";
import { isStoreFailure } from "../store/database-errors";

/** Milliseconds between two attempts to write again. */
const retryMs = 1000;

/**
 * Writes to the store, in the order of the requests. If the disk is full or the file refuses for another reason,
 * writes wait here with all later ones, and are tried again until the store accepts them.
 */
export class WriteRetryQueue {
  private waiting: (() => void)[] = [];
  private working = false;
  private timer: NodeJS.Timeout | null = null;

  /** @param tell called at each refusal with the failure, and with null once everything is written */
  constructor(private readonly tell: (failure: Failure | null) => void) {}

  /** Whether a refused write still waits. */
  get isBlocked(): boolean {
    return this.timer !== null;
  }

  /** @param write may be called more than once, so everything before its last statement must be repeatable */
  do(write: () => void): void {
    this.waiting.push(write);
    if (!this.working && !this.isBlocked) this.tellOf(this.work());
  }

  /** Tries once more, then drops the writes that still fail. */
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
    this.timer = setTimeout(() => this.tryAgain(), retryMs);
    this.tell(failure);
  }

  /** The failure of the first write that waits. */
  private work(): Failure | null {
    this.working = true;
    let done = 0;
    try {
      // A write may request further writes, which join the end.
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
