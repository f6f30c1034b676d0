import type { Measures } from "../experiment/result";
import type { Tensor1D, Tensorflow } from "./tensorflow";

/** What one batch gave, still on the device. */
export type BatchMeasures = {
  /** [rows] */
  readonly losses: Tensor1D;
  /** [rows], bool: whether each sample was classed right; none for regression. */
  readonly correct: Tensor1D | undefined;
};

/** Batches that may pile up on the device before they are read: keeps an epoch of a million batches in bounds. */
const mostBatchesHeld = 1024;

/**
 * Mean loss and accuracy over many batches. The samples' values stay on the device until they are asked for, so that
 * training does not wait for them, and are then added in float64.
 */
export class RunningMeasures {
  private losses: Tensor1D[] = [];
  private correct: Tensor1D[] = [];
  private rows = 0;
  private lossSum = 0;
  private correctCount: number | null = null;

  constructor(private readonly tf: Tensorflow) {}

  /** Takes the batch's tensors over. */
  async add({ losses, correct }: BatchMeasures): Promise<void> {
    this.losses.push(losses);
    if (correct) this.correct.push(correct);
    if (this.losses.length === mostBatchesHeld) await this.readHeld();
  }

  async read(): Promise<Measures> {
    await this.readHeld();
    const loss = this.lossSum / this.rows;
    return this.correctCount === null ? { loss } : { loss, accuracy: this.correctCount / this.rows };
  }

  dispose(): void {
    this.tf.dispose([this.losses, this.correct]);
    this.losses = [];
    this.correct = [];
  }

  private async readHeld(): Promise<void> {
    const losses = await this.readJoined(this.losses);
    this.rows += losses.length;
    for (const loss of losses) this.lossSum += loss;
    if (this.correct.length > 0) {
      this.correctCount ??= 0;
      for (const correct of await this.readJoined(this.correct)) this.correctCount += correct;
    }
    this.dispose();
  }

  private async readJoined(parts: Tensor1D[]): Promise<ArrayLike<number> & Iterable<number>> {
    if (parts.length === 0) return [];
    const joined = this.tf.concat1d(parts);
    try {
      return await joined.data();
    } finally {
      joined.dispose();
    }
  }
}
