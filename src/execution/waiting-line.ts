/** An entry in a line: a lower index is served earlier. */
interface Placed {
  readonly index: number;
  /** The line's own mark. */
  inLine: boolean;
}

/** Up to this many entries that have left are removed one by one; beyond, all at once. */
const fewLeft = 100;

/**
 * A queue, first come first served, also for an entry that comes back to its old place. It is a binary heap, so that
 * each of 100,000 entries costs little more than each of a few.
 */
export class WaitingLine<Item extends Placed> {
  private heap: Item[] = [];

  /**
   * @param isWaiting whether an entry still waits. Others stay in the line until their turn, and are then skipped.
   */
  constructor(private readonly isWaiting: (item: Item) => boolean) {}

  add(item: Item): void {
    if (item.inLine) return;
    item.inLine = true;
    let hole = this.heap.push(item) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.heap[parent]!.index <= item.index) break;
      this.heap[hole] = this.heap[parent]!;
      hole = parent;
    }
    this.heap[hole] = item;
  }

  /** The next entry; it stays in the line while it waits. */
  first(): Item | undefined {
    for (let left = 0; this.heap[0] && !this.isWaiting(this.heap[0]); left++) {
      if (left < fewLeft) this.dropFirst();
      else this.dropAllThatLeft();
    }
    return this.heap[0];
  }

  private dropFirst(): void {
    this.heap[0]!.inLine = false;
    const last = this.heap.pop()!;
    const { length } = this.heap;
    if (length === 0) return;
    let hole = 0;
    for (let child = 1; child < length; child = 2 * hole + 1) {
      if (child + 1 < length && this.heap[child + 1]!.index < this.heap[child]!.index) child++;
      if (this.heap[child]!.index >= last.index) break;
      this.heap[hole] = this.heap[child]!;
      hole = child;
    }
    this.heap[hole] = last;
  }

  private dropAllThatLeft(): void {
    for (const item of this.heap) item.inLine = this.isWaiting(item);
    // A sorted list is a heap.
    this.heap = this.heap.filter(({ inLine }) => inLine).sort((one, other) => one.index - other.index);
  }
}
