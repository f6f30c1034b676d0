import { noSums, type SampleSums } from "./sample-sums";
import type { Tensor1D, Tensorflow } from "../tensor/tensorflow";

/** The measures of one batch, still on the device. */
export type BatchMetrics = {
  /** [rows] */
  readonly losses: Tensor1D;
  /** [rows], bool: whether each sample was classified correctly; none for regression. */
  readonly correct: Tensor1D | undefined;
};

/**
 * The most batches that wait on the device before they are read; limits the memory of an epoch with a million
 * batches.
 */
const mostBatchesHeld = 1024;

/**
 * Losses and hits of many batches. The samples' values stay on the device until they are read, so that training does
 * not wait for them; then they are added in float64.
 */
export class RunningMetrics {
  private losses: Tensor1D[] = [];
  private correct: Tensor1D[] = [];

  /** @param sums the sums so far */
  constructor(
    private readonly tf: Tensorflow,
    private sums: SampleSums = noSums,
  ) {}

  /** Takes the batch's tensors and frees them later. */
  async add({ losses, correct }: BatchMetrics): Promise<void> {
    this.losses.push(losses);
    if (correct) this.correct.push(correct);
    if (this.losses.length === mostBatchesHeld) await this.readHeld();
  }

  /** The time of reading makes no difference: samples are added one by one, in their order. */
  async read(): Promise<SampleSums> {
    await this.readHeld();
    return this.sums;
  }

  dispose(): void {
    this.tf.dispose([this.losses, this.correct]);
    this.losses = [];
    this.correct = [];
  }

  private async readHeld(): Promise<void> {
    let { loss, hits } = this.sums;
    for (const each of await this.readJoined(this.losses)) loss += each;
    if (this.correct.length > 0) {
      hits ??= 0;
      for (const correct of await this.readJoined(this.correct)) hits += correct;
    }
    this.sums = { loss, hits };
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
