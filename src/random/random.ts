import { philoxRoundKeys, writePhiloxBlocks } from "./philox";

/**
 * All of the lab's randomness. Any mask, shuffle or initial weight is a pure function of its address (seed, purpose,
 * layer, step, pass) and does not depend on earlier draws. The address is laid out so that TensorFlow's stateless ops
 * (StatelessRandomUniformV2 and StatelessRandomUniformFullIntV2 with alg = 1) draw the very same numbers:
 *
 *     key     = [seed, purpose << 16 | layer]     uint32 words;  as TensorFlow's uint64: [key1 << 32 | key0]
 *     counter = [block, carry, step, pass]        uint32 words;  as TensorFlow's uint64s: [block, pass << 32 | step]
 *
 * Each block gives four numbers; the block number grows by one from 0. Dropout masks take 16 bits a unit
 * (dropout.ts).
 */
export const purposes = {
  /** layer = ordinal among the dense layers. */
  initialWeights: 1,
  /** step = epoch. */
  shuffle: 2,
  /** layer = ordinal among the layers that draw, step = training step, both from 0. */
  trainingMask: 3,
  /** layer = ordinal among the layers that draw, step = epoch, pass = pass. */
  forgottenMask: 4,
  /** Generated data sets; the data source decides what layer, step and pass mean. */
  dataSampling: 5,
  /** The division into training and validation rows. */
  dataSplit: 6,
  /** The settings of a sweep that draws them. */
  sweep: 7,
  /** Changes of training pictures: step = training step, from 0; layer as src/nn/augmentation says. */
  augmentation: 8,
} as const;

export type Purpose = keyof typeof purposes;

/** The address of a stream within its purpose; each part is 0 by default. */
export interface StreamAddress {
  /** Below 2^16. */
  readonly layer?: number;
  /** Below 2^32. */
  readonly step?: number;
  /** Below 2^32. */
  readonly pass?: number;
}

const wordSize = 2 ** 32;

/** Numbers that are drawn ahead: one block at first, since many streams are short, and then twice as many each time up to these. */
const mostAhead = 512;
const nothing = new Uint32Array();

/** What pairs of normal numbers are made of, while they are made. */
const wordsOfPairs = new Uint32Array(512);
const radiusOf = (word: number) => Math.sqrt(-2 * Math.log((word + 1) / wordSize));
const angleOf = (word: number) => 2 * Math.PI * (word / wordSize);

/** A stream of random numbers that depends only on its seed (a uint32), purpose and address. */
export class RandomStream {
  private readonly roundKeys: Int32Array;
  private readonly counter: Uint32Array;
  /** Drawn ahead; `counter` is at the block after them. */
  private ahead = nothing;
  private used = 0;
  private spareNormal: number | null = null;

  constructor(seed: number, purpose: Purpose, { layer = 0, step = 0, pass = 0 }: StreamAddress = {}) {
    this.roundKeys = philoxRoundKeys(seed, (purposes[purpose] << 16) | layer);
    this.counter = Uint32Array.of(0, 0, step, pass);
  }

  nextUint32(): number {
    if (this.used === this.ahead.length) this.drawAhead();
    return this.ahead[this.used++]!;
  }

  /**
   * In [0, 1), one of 2^23 values: the low 23 bits as the mantissa of a float32 in [1, 2), minus 1, as in
   * TensorFlow's Philox.
   */
  uniform(): number {
    return (this.nextUint32() & 0x7fffff) / 0x800000;
  }

  /** Standard normal, from pairs of uniforms of 32 bits (Box and Muller 1958) in float64. */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    const radius = radiusOf(this.nextUint32());
    const angle = angleOf(this.nextUint32());
    this.spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Fills `target` with the same numbers as repeated calls of `normal`, in half the time. */
  fillNormal(target: Float64Array): void {
    let filled = 0;
    if (this.spareNormal !== null && target.length > 0) target[filled++] = this.normal();
    while (target.length - filled >= 2) {
      const words = wordsOfPairs.subarray(0, 2 * Math.floor((target.length - filled) / 2));
      this.fillUint32(words);
      for (let word = 0; word < words.length; word += 2) {
        const radius = radiusOf(words[word]!);
        const angle = angleOf(words[word + 1]!);
        target[filled++] = radius * Math.cos(angle);
        target[filled++] = radius * Math.sin(angle);
      }
    }
    if (filled < target.length) target[filled] = this.normal();
  }

  /** One of 0 … `count` - 1, each equally likely: numbers that a plain remainder would favour are drawn again. */
  integer(count: number): number {
    // 2^32 - count has the same remainder as 2^32, and as a 32-bit number it is several times as fast.
    const favoured = ((wordSize - count) >>> 0) % count;
    let drawn = this.nextUint32();
    while (drawn >= wordSize - favoured) drawn = this.nextUint32();
    return drawn % count;
  }

  /** 0 … `count` - 1 in random order (Fisher and Yates). */
  permutation(count: number): Int32Array<ArrayBuffer> {
    const order = new Int32Array(count);
    for (let index = 0; index < count; index++) order[index] = index;
    for (let index = count - 1; index > 0; index--) {
      const other = this.integer(index + 1);
      const moved = order[index]!;
      order[index] = order[other]!;
      order[other] = moved;
    }
    return order;
  }

  /** Goes on as after `count` calls of `nextUint32`, at once. */
  skip(count: number): void {
    const ofAhead = Math.min(this.ahead.length - this.used, count);
    this.used += ofAhead;
    const blocks = Math.floor((count - ofAhead) / 4);
    const next = this.counter[0]! + blocks;
    this.counter[0] = next;
    this.counter[1]! += Math.floor(next / wordSize);
    for (let left = (count - ofAhead) % 4; left > 0; left--) this.nextUint32();
  }

  /** Fills `target` with the same numbers as repeated calls of `nextUint32`, some 20 times as fast. */
  fillUint32(target: Uint32Array): void {
    let filled = 0;
    while (this.used < this.ahead.length && filled < target.length) target[filled++] = this.nextUint32();
    const wholeBlocks = Math.floor((target.length - filled) / 4);
    writePhiloxBlocks(target, filled, wholeBlocks, this.counter, this.roundKeys);
    filled += 4 * wholeBlocks;
    while (filled < target.length) target[filled++] = this.nextUint32();
  }

  private drawAhead(): void {
    const numbers = Math.min(Math.max(4, 2 * this.ahead.length), mostAhead);
    if (this.ahead.length < numbers) this.ahead = new Uint32Array(numbers);
    writePhiloxBlocks(this.ahead, 0, numbers / 4, this.counter, this.roundKeys);
    this.used = 0;
  }
}
