/**
 * The rounds of philox.ts as a WebAssembly function. JavaScript lacks the product of 32 by 32 to 64 bits that Philox is
 * made of, WebAssembly has it: a number takes a fifth of the time (bench/inside.ts: 100 passes with dropout on).
 */

import {
  below,
  type Bytes,
  constant,
  get,
  increase,
  int32,
  int64,
  loadModule,
  moduleOf,
  repeat,
  set,
  signed,
} from "./wasm";

/** Numbers that the function's memory, one page, holds at a time. */
export const numbersAtOnce = 65_536 / 4;

/** Writes `blocks` blocks of one counter and key, whose lowest word must not overflow. */
export interface PhiloxFunction {
  /** All `numbersAtOnce`; those of the newest call are the first. */
  readonly numbers: Uint32Array;
  fill(blocks: number, counter: Uint32Array, key0: number, key1: number): void;
}

/** The function's parameters and, after them, its local variables: their numbers are their places. */
const [end, counter0, counter1, counter2, counter3, key0, key1] = [0, 1, 2, 3, 4, 5, 6];
const [address, word0, word1, word2, word3, product0, product2] = [7, 8, 9, 10, 11, 12, 13];

const [add, xor] = [[0x6a], [0x73]];
const [toInt64, lowHalf, multiply] = [[0xad], [0xa7], [0x7e]];
const wideConstant = (value: number): Bytes => [0x42, ...signed(BigInt(value))];
const highHalf: Bytes = [...wideConstant(32), 0x88, ...lowHalf];
const store = (place: number, local: number): Bytes => [
  ...get(address),
  ...get(local),
  ...[0x36, 2, 4 * place],
];
const copy = (from: number, to: number): Bytes => [...get(from), ...set(to)];

function round(number: number): Bytes {
  const product = (word: number, factor: number, to: number): Bytes => [
    ...[...get(word), ...toInt64, ...wideConstant(factor), ...multiply, ...set(to)],
  ];
  const roundKey = (key: number, step: number): Bytes => [
    ...[...get(key), ...constant(Math.imul(number, step)), ...add],
  ];
  return [
    ...product(word0, 0xd2511f53, product0),
    ...product(word2, 0xcd9e8d57, product2),
    ...[...get(product2), ...highHalf, ...get(word1), ...xor, ...roundKey(key0, 0x9e3779b9), ...xor],
    ...set(word0),
    ...[...get(product0), ...highHalf, ...get(word3), ...xor, ...roundKey(key1, 0xbb67ae85), ...xor],
    ...set(word2),
    ...[...get(product2), ...lowHalf, ...set(word1)],
    ...[...get(product0), ...lowHalf, ...set(word3)],
  ];
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const words = [word0, word1, word2, word3];
  const blocks = repeat(
    [counter0, counter1, counter2, counter3].flatMap((counter, place) => copy(counter, words[place]!)),
    Array.from({ length: 10 }, (_, number) => round(number)).flat(),
    words.flatMap((word, place) => store(place, word)),
    [...increase(counter0, 1), ...increase(address, 16)],
    below(address, get(end)),
  );
  return moduleOf(
    7,
    [
      [5, int32],
      [2, int64],
    ],
    blocks,
  );
}

/** @returns null as `loadModule` does */
export function loadPhilox(): PhiloxFunction | null {
  const loaded = loadModule(moduleBytes());
  return (
    loaded && {
      numbers: new Uint32Array(loaded.memory),
      fill: (blocks, counter, ...keys) => loaded.run(16 * blocks, ...counter, ...keys),
    }
  );
}
