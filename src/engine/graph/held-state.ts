import type { KeptState, StateVectors } from "../engine";

/** The variables' values at one time, which several may keep. Until one of them reads it, it stays where it is. */
export class HeldState {
  private keepers = 0;
  private known: StateVectors | null = null;

  /** @param readThere reads it where it is */
  constructor(private readThere: () => StateVectors) {}

  /** What was read of it; null before. */
  get vectors(): StateVectors | null {
    return this.known;
  }

  /** Whether it must not be lost where it is. */
  get isWanted(): boolean {
    return this.keepers > 0 && this.known === null;
  }

  keep(): KeptState {
    this.keepers++;
    let isKept = true;
    return {
      read: () => {
        if (!isKept) throw new Error("This state was let go.");
        return this.read();
      },
      letGo: () => {
        if (isKept) this.keepers--;
        isKept = false;
      },
    };
  }

  read(): StateVectors {
    return (this.known ??= this.readThere());
  }

  /** It is elsewhere now. */
  move(readThere: () => StateVectors): void {
    this.readThere = readThere;
  }
}
