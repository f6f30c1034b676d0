/** Milliseconds before the first line and between two. */
const interval = 250;
const clearLine = "\r\u001B[K";

/** One line of a terminal that tells how far the reading of a file is; nothing in a file or pipe. Ctrl-C ends it. */
export class ReadingLine {
  private last: number;
  private isShown = false;

  constructor(
    private readonly file: string,
    private readonly output: Pick<NodeJS.WriteStream, "write"> & {
      readonly isTTY?: boolean;
    } = process.stderr,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.last = clock();
  }

  readonly tell = (share: number): void => {
    if (!this.output.isTTY || this.clock() - this.last < interval) return;
    this.last = this.clock();
    this.isShown = true;
    this.output.write(`${clearLine}reading ${this.file}: ${Math.floor(100 * share)}% (Ctrl-C stops)`);
  };

  end(): void {
    if (this.isShown) this.output.write(clearLine);
  }
}

/** Reads with such a line, which is gone afterwards. */
export async function withReadingLine<T>(
  file: string,
  read: (tell: (share: number) => void) => Promise<T>,
): Promise<T> {
  const line = new ReadingLine(file);
  try {
    return await read(line.tell);
  } finally {
    line.end();
  }
}
