/** Told what share of the reading is done, from 0 to 1. */
export type TellShare = (share: number) => void;

/** Told how many bytes of a pass over the file are done. */
export type TellBytes = (bytes: number) => void;

/** What is done behind each pass. Then DuckDB looks at some columns. */
export const shares = { encoding: 0.2, rewritten: 0.7, scanned: 0.95 } as const;

/** Tells how far the reading of a file is, over all passes that it takes. How many these are is found on the way. */
export class Reading {
  private share = 0;

  /** @param size of the file, in bytes */
  constructor(
    private readonly size: number,
    private readonly tell: TellShare,
  ) {}

  /** The next pass. @param until the share that is done at its end */
  pass(until: number): TellBytes {
    const from = this.share;
    return (bytes) => {
      const share = from + (until - from) * Math.min(1, bytes / Math.max(1, this.size));
      // A pass may begin again.
      if (share <= this.share) return;
      this.share = share;
      this.tell(share);
    };
  }
}
