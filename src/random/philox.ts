import { loadPhilox, numbersAtOnce, type PhiloxFunction } from "./philox-wasm";

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3" (SC 2011): 128 bits of counter and 64 bits of key to four random uint32. TensorFlow's stateless ops
 * with alg = 1 use the same function and count their blocks the same way.
 */

const roundCount = 10;

/** The two key words of each round, one after the other. */
export function philoxRoundKeys(key0: number, key1: number): Int32Array {
  const roundKeys = new Int32Array(2 * roundCount);
  for (let round = 0; round < roundCount; round++) {
    roundKeys[2 * round] = key0 + Math.imul(round, 0x9e3779b9);
    roundKeys[2 * round + 1] = key1 + Math.imul(round, 0xbb67ae85);
  }
  return roundKeys;
}

/** Fewer blocks are drawn before a call into WebAssembly would have begun. */
const fewBlocks = 16;
const wordSize = 2 ** 32;

let loaded: PhiloxFunction | null | undefined;

/**
 * Writes `blocks` blocks of four numbers into `target`, beginning at `start`, and leaves `counter` (four words, the
 * lowest first) at the next block.
 */
export function writePhiloxBlocks(
  target: Uint32Array,
  start: number,
  blocks: number,
  counter: Uint32Array,
  roundKeys: Int32Array,
): void {
  const carries = counter[0]! + blocks >= wordSize;
  // Null is an answer: it is not asked for twice.
  if (loaded === undefined && blocks >= fewBlocks) loaded = loadPhilox();
  const philox = blocks < fewBlocks || carries ? null : loaded;
  if (!philox) {
    writePhiloxBlocksHere(target, start, blocks, counter, roundKeys);
    return;
  }
  for (let done = 0; done < 4 * blocks; done += numbersAtOnce) {
    const count = Math.min(numbersAtOnce, 4 * blocks - done);
    philox.fill(count / 4, counter, roundKeys[0]!, roundKeys[1]!);
    target.set(philox.numbers.subarray(0, count), start + done);
    counter[0]! += count / 4;
  }
}

/**
 * The same in JavaScript alone: one loop without calls. Each 32 × 32 -> 64 bit product is computed from halves of 16 bits,
 * because JavaScript has no such multiplication.
 */
export function writePhiloxBlocksHere(
  target: Uint32Array,
  start: number,
  blocks: number,
  counter: Uint32Array,
  roundKeys: Int32Array,
): void {
  const end = start + 4 * blocks;
  let counter0 = counter[0]! | 0;
  let counter1 = counter[1]! | 0;
  let counter2 = counter[2]! | 0;
  let counter3 = counter[3]! | 0;
  for (let index = start; index < end; index += 4) {
    let [word0, word1, word2, word3] = [counter0, counter1, counter2, counter3];
    for (let round = 0; round < 2 * roundCount; round += 2) {
      // 0xd2511f53 × word0; neither sum of the middle parts reaches 2^32
      const low0 = word0 & 0xffff;
      const high0 = word0 >>> 16;
      const middle0 = (Math.imul(high0, 0x1f53) + (Math.imul(low0, 0x1f53) >>> 16)) | 0;
      const cross0 = (Math.imul(low0, 0xd251) + (middle0 & 0xffff)) | 0;
      const highProduct0 = (Math.imul(high0, 0xd251) + (middle0 >>> 16) + (cross0 >>> 16)) | 0;
      const lowProduct0 = Math.imul(word0, 0xd2511f53);

      // 0xcd9e8d57 × word2
      const low2 = word2 & 0xffff;
      const high2 = word2 >>> 16;
      const middle2 = (Math.imul(high2, 0x8d57) + (Math.imul(low2, 0x8d57) >>> 16)) | 0;
      const cross2 = (Math.imul(low2, 0xcd9e) + (middle2 & 0xffff)) | 0;
      const highProduct2 = (Math.imul(high2, 0xcd9e) + (middle2 >>> 16) + (cross2 >>> 16)) | 0;
      const lowProduct2 = Math.imul(word2, 0xcd9e8d57);

      word0 = highProduct2 ^ word1 ^ roundKeys[round]!;
      word1 = lowProduct2;
      word2 = highProduct0 ^ word3 ^ roundKeys[round + 1]!;
      word3 = lowProduct0;
    }
    target[index] = word0;
    target[index + 1] = word1;
    target[index + 2] = word2;
    target[index + 3] = word3;
    counter0 = (counter0 + 1) | 0;
    if (counter0 !== 0) continue;
    counter1 = (counter1 + 1) | 0;
    if (counter1 !== 0) continue;
    counter2 = (counter2 + 1) | 0;
    if (counter2 === 0) counter3 = (counter3 + 1) | 0;
  }
  counter.set([counter0, counter1, counter2, counter3]);
}
