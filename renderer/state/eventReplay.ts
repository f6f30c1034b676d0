/**
 * Events and answers may come in any order, so an answer may be older than an event that came before it. While one is
 * awaited, events are kept, and they take effect again after it.
 */
export class EventReplay {
  #awaited = 0;
  #events: (() => void)[] = [];

  get isAwaiting(): boolean {
    return this.#awaited > 0;
  }

  /** @param event its effect, which may be repeated */
  note(event: () => void): void {
    event();
    if (this.isAwaiting) this.#events.push(event);
  }

  /** @param ask resolves with undefined if there is no answer */
  async answer<T>(ask: () => Promise<T | undefined>, take: (answer: T) => void): Promise<T | undefined> {
    this.#awaited += 1;
    try {
      const answer = await ask();
      if (answer !== undefined) {
        take(answer);
        for (const event of this.#events) event();
      }
      return answer;
    } finally {
      this.#awaited -= 1;
      if (!this.isAwaiting) this.#events = [];
    }
  }
}
