/**
 * The rounds of philox.ts as a WebAssembly function. JavaScript lacks the product of 32 by 32 to 64 bits that Philox is
 * made of, WebAssembly has it: a number takes a fifth of the time (bench/inside.ts: 100 passes with dropout on). The module
 * is written out here, so that no file need be built or found; https://webassembly.github.io/spec/core/binary explains it.
 */

/** Numbers that the function's memory, one page, holds at a time. */
export const numbersAtOnce = 65_536 / 4;

/** Writes `blocks` blocks of one counter and key, whose lowest word must not overflow. */
export interface PhiloxFunction {
  /** All `numbersAtOnce`; those of the newest call are the first. */
  readonly numbers: Uint32Array;
  fill(blocks: number, counter: Uint32Array, key0: number, key1: number): void;
}

type Bytes = readonly number[];

/** The function's parameters and, after them, its local variables: their numbers are their places. */
const [end, counter0, counter1, counter2, counter3, key0, key1] = [0, 1, 2, 3, 4, 5, 6];
const [address, word0, word1, word2, word3, product0, product2] = [7, 8, 9, 10, 11, 12, 13];

const [int32, int64] = [0x7f, 0x7e];
const [add, xor, isBelow] = [[0x6a], [0x73], [0x49]];
const [toInt64, lowHalf, multiply] = [[0xad], [0xa7], [0x7e]];
const get = (local: number): Bytes => [0x20, local];
const set = (local: number): Bytes => [0x21, local];
const constant = (value: number): Bytes => [0x41, ...signed(BigInt(value | 0))];
const wideConstant = (value: number): Bytes => [0x42, ...signed(BigInt(value))];
const highHalf: Bytes = [...wideConstant(32), 0x88, ...lowHalf];
const store = (place: number, local: number): Bytes => [
  ...get(address),
  ...get(local),
  ...[0x36, 2, 4 * place],
];
const increase = (local: number, by: number): Bytes => [
  ...get(local),
  ...constant(by),
  ...add,
  ...set(local),
];
const copy = (from: number, to: number): Bytes => [...get(from), ...set(to)];

/** A number in LEB128. */
function signed(value: bigint): Bytes {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const isLast = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

function unsigned(value: number): Bytes {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

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
  const rounds = Array.from({ length: 10 }, (_, number) => round(number)).flat();
  const isBeforeEnd = [...get(address), ...get(end), ...isBelow];
  const words = [word0, word1, word2, word3];
  const body = [
    ...[2, 5, int32, 2, int64],
    ...[0x03, 0x40],
    ...[counter0, counter1, counter2, counter3].flatMap((counter, place) => copy(counter, words[place]!)),
    ...rounds,
    ...words.flatMap((word, place) => store(place, word)),
    ...[...increase(counter0, 1), ...increase(address, 16)],
    ...[...isBeforeEnd, 0x0d, 0],
    ...[0x0b, 0x0b],
  ];
  const section = (id: number, content: Bytes): Bytes => [id, ...unsigned(content.length), ...content];
  const named = (name: string): Bytes => [
    name.length,
    ...name.split("").map((letter) => letter.charCodeAt(0)),
  ];
  return Uint8Array.from([
    ...[0, ...named("asm").slice(1), 1, 0, 0, 0],
    ...section(1, [1, 0x60, 7, int32, int32, int32, int32, int32, int32, int32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...named("fill"), 0, 0, ...named("memory"), 2, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/** @returns null where WebAssembly is not to be had, or has no room: V8 takes 10 GB of addresses for its one page */
export function loadPhilox(): PhiloxFunction | null {
  if (typeof WebAssembly === "undefined") return null;
  let exports: WebAssembly.Exports;
  try {
    ({ exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  const fill = exports["fill"] as (...values: readonly number[]) => void;
  return {
    numbers: new Uint32Array((exports["memory"] as WebAssembly.Memory).buffer),
    fill: (blocks, counter, ...keys) => fill(16 * blocks, ...counter, ...keys),
  };
}
