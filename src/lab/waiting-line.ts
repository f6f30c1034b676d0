/** What stands in a line: the lower its place, the earlier its turn. */
interface Placed {
  readonly place: number;
  /** The line's own note. */
  inLine: boolean;
}

/** So many that have left are taken out one by one; then all at once. */
const fewLeft = 100;

/**
 * Those that wait, first come first served, also where one comes back to the place that it had: a binary heap, so that
 * 100,000 of them cost no more each than a few.
 */
export class WaitingLine<Item extends Placed> {
  private heap: Item[] = [];

  /** @param isWaiting whether one still does: who no longer waits stays in the line until its turn, and is passed over */
  constructor(private readonly isWaiting: (item: Item) => boolean) {}

  add(item: Item): void {
    if (item.inLine) return;
    item.inLine = true;
    let hole = this.heap.push(item) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.heap[parent]!.place <= item.place) break;
      this.heap[hole] = this.heap[parent]!;
      hole = parent;
    }
    this.heap[hole] = item;
  }

  /** The next in line; it stays in the line while it waits. */
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
      if (child + 1 < length && this.heap[child + 1]!.place < this.heap[child]!.place) child++;
      if (this.heap[child]!.place >= last.place) break;
      this.heap[hole] = this.heap[child]!;
      hole = child;
    }
    this.heap[hole] = last;
  }

  private dropAllThatLeft(): void {
    for (const item of this.heap) item.inLine = this.isWaiting(item);
    // What is sorted is a heap.
    this.heap = this.heap.filter(({ inLine }) => inLine).sort((one, other) => one.place - other.place);
  }
}
