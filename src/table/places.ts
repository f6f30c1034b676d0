/** Counts what happens, and remembers the first places. */
export class Places {
  count = 0;
  private readonly first: number[] = [];

  add(line: number): void {
    this.count += 1;
    if (this.first.length < 5) this.first.push(line);
  }

  /** "3, 17, 29 …" */
  get lines(): string {
    return this.first.join(", ") + (this.count > this.first.length ? " …" : "");
  }
}
