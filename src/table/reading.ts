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
    const tell = this.step(until);
    return (bytes) => tell(bytes / Math.max(1, this.size));
  }

  /** The next step, told by the share of it that is done. @param until the share of all that is done at its end */
  step(until: number): TellShare {
    const from = this.share;
    return (done) => {
      const share = from + (until - from) * Math.min(1, done);
      // A pass may begin again.
      if (share <= this.share) return;
      this.share = share;
      this.tell(share);
    };
  }
}
