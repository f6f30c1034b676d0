import type { Dataset } from "../data/dataset";

/** Data that a process has loaded and may need again: where each seed has its own, Inside goes to and fro between seeds. */
export class RecentData {
  /** The least recently used first. */
  private readonly kept = new Map<string, Dataset>();

  /** @param limit bytes that all may take together; the newest one is kept whatever its size */
  constructor(private readonly limit: number) {}

  async get(key: string, load: () => Promise<Dataset>): Promise<Dataset> {
    const known = this.kept.get(key);
    // Loading takes as much memory again, so what will not stay goes first.
    if (!known && this.bytes() > this.limit) this.kept.clear();
    const data = known ?? (await load());
    this.kept.delete(key);
    this.kept.set(key, data);
    while (this.kept.size > 1 && this.bytes() > this.limit) {
      const [oldest] = this.kept.keys();
      this.kept.delete(oldest!);
    }
    return data;
  }

  clear(): void {
    this.kept.clear();
  }

  private bytes(): number {
    return [...this.kept.values()].reduce((sum, data) => sum + bytesOf(data), 0);
  }
}

/** Without a look at the inputs, which would read them. */
function bytesOf({ train, validation, test, features }: Dataset): number {
  return [train, validation, test].reduce(
    (sum, { rows, targets }) => sum + rows * features * Float32Array.BYTES_PER_ELEMENT + targets.byteLength,
    0,
  );
}
