import { expect, test } from "vitest";
import { philoxRoundKeys, writePhiloxBlocks, writePhiloxBlocksHere } from "./philox";
import { loadPhilox, numbersAtOnce } from "./philox-wasm";

function block(counter: readonly number[], key: readonly [number, number]): string {
  const numbers = new Uint32Array(4);
  writePhiloxBlocks(numbers, 0, 1, Uint32Array.from(counter), philoxRoundKeys(...key));
  return Array.from(numbers, (number) => number.toString(16).padStart(8, "0")).join(" ");
}

// https://github.com/DEShawResearch/random123, tests/kat_vectors: "philox4x32 10".
test.each([
  { name: "zeros", counter: [0, 0, 0, 0], key: [0, 0], known: "6627e8d5 e169c58d bc57ac4c 9b00dbd8" },
  {
    name: "ones",
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    known: "408f276d 41c83b0e a20bc7c6 6d5451fd",
  },
  {
    name: "digits of pi",
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    known: "d16cfe09 94fdcceb 5001e420 24126ea1",
  },
] as const)("gives the known answer of Random123 for $name", ({ counter, key, known }) => {
  expect(block(counter, [key[0], key[1]])).toBe(known);
});

test("carries the counter through all four words", () => {
  const counter = Uint32Array.of(0xfffffffe, 0xffffffff, 7, 0);
  writePhiloxBlocks(new Uint32Array(12), 0, 3, counter, philoxRoundKeys(1, 2));
  expect(Array.from(counter)).toEqual([1, 0, 8, 0]);
  const last = Uint32Array.of(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff);
  writePhiloxBlocks(new Uint32Array(4), 0, 1, last, philoxRoundKeys(1, 2));
  expect(Array.from(last)).toEqual([0, 0, 0, 0]);
});

test("WebAssembly draws what JavaScript draws, wherever it begins", () => {
  expect(loadPhilox()).not.toBeNull();
  for (const blocks of [1, 15, 16, 17, numbersAtOnce / 4, numbersAtOnce / 4 + 1, 10_000])
    for (const first of [0, 5, 0xffffffff - 20, 0xffffffff]) {
      const draw = (write: typeof writePhiloxBlocks) => {
        const [numbers, counter] = [new Uint32Array(4 * blocks + 2), Uint32Array.of(first, 3, 0xfedcba98, 1)];
        write(numbers, 1, blocks, counter, philoxRoundKeys(0x89abcdef, 0x76543210));
        return [...numbers, ...counter];
      };
      expect(draw(writePhiloxBlocks)).toEqual(draw(writePhiloxBlocksHere));
    }
});
