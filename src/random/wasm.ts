/**
 * WebAssembly modules written out as bytes, so that no file need be built or found; https://webassembly.github.io/spec/core/binary
 * explains them.
 */

export type Bytes = readonly number[];

export const [int32, int64, vector] = [0x7f, 0x7e, 0x7b];

/** A number in LEB128. */
export function signed(value: bigint): Bytes {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const isLast = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

export function unsigned(value: number): Bytes {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

export const get = (local: number): Bytes => [0x20, local];
export const set = (local: number): Bytes => [0x21, local];
export const constant = (value: number): Bytes => [0x41, ...signed(BigInt(value | 0))];
const [addition, isBelow] = [0x6a, 0x49];
export const increase = (local: number, by: number): Bytes => [
  ...get(local),
  ...constant(by),
  addition,
  ...set(local),
];

/** Does the instructions, and again as long as what they leave at the end is not 0. */
export const repeat = (...instructions: readonly Bytes[]): Bytes => [
  ...[0x03, 0x40],
  ...instructions.flat(),
  ...[0x0d, 0, 0x0b],
];
/** Whether the one local variable is below the other, or below a number; without a sign. */
export const below = (local: number, end: Bytes): Bytes => [...get(local), ...end, isBelow];

/** A module of one page of memory, `memory`, and one function, `run`, of 32-bit whole numbers. */
export function moduleOf(
  parameters: number,
  locals: readonly (readonly [count: number, type: number])[],
  instructions: Bytes,
): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Bytes): Bytes => [id, ...unsigned(content.length), ...content];
  const named = (name: string): Bytes => [
    name.length,
    ...name.split("").map((letter) => letter.charCodeAt(0)),
  ];
  const body = [locals.length, ...locals.flat(), ...instructions, 0x0b];
  return Uint8Array.from([
    ...[0, ...named("asm").slice(1), 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...Array<number>(parameters).fill(int32), 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...named("run"), 0, 0, ...named("memory"), 2, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/** @returns null where WebAssembly is not to be had, does not know an instruction, or has no room: V8 takes 10 GB of addresses for one page */
export function loadModule(
  bytes: Uint8Array<ArrayBuffer>,
): { readonly memory: ArrayBuffer; readonly run: (...values: readonly number[]) => void } | null {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(bytes)) return null;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    return {
      memory: (exports["memory"] as WebAssembly.Memory).buffer,
      run: exports["run"] as (...values: readonly number[]) => void,
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
