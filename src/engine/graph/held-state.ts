import type { Tensor } from "../../tensor/tensorflow";
import type { KeptState, StateVectors } from "../engine";

const noBuffers = new Float32Array();

/**
 * The variables' values at one time, in memory that nobody changes, which several may keep. They are copied into JavaScript's memory
 * once somebody reads them: for each epoch that is the best so far, that would take longer than the copy in TensorFlow.
 */
export class HeldState {
  private keepers = 0;
  private known: StateVectors | null = null;

  /** @param tensors weights and, where there are any, buffers; they are freed with the state */
  constructor(private tensors: readonly Tensor[]) {}

  /** What was read of it; null before. */
  get vectors(): StateVectors | null {
    return this.known;
  }

  /** Whether it takes memory of TensorFlow. */
  get isHeld(): boolean {
    return this.tensors.length > 0;
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
        if (isKept && --this.keepers === 0) this.free();
        isKept = false;
      },
    };
  }

  /** Whoever keeps it cannot read it any more, unless it has been read. */
  free(): void {
    for (const tensor of this.tensors) tensor.dispose();
    this.tensors = [];
  }

  private read(): StateVectors {
    if (this.known) return this.known;
    if (!this.isHeld) throw new Error("The run of this state has ended.");
    const [weights, buffers = noBuffers] = this.tensors.map((tensor) => tensor.dataSync<"float32">());
    this.free();
    return (this.known = { weights: weights!, buffers });
  }
}
