import fc from "fast-check";
import { expect, test } from "vitest";
import { LabError } from "../messages/failure";
import { readSafetensors, safetensorsParts, writeSafetensors } from "./safetensors";

test("the bytes are those of the specification", () => {
  const file = writeSafetensors({
    "layers.0.kernel": { shape: [2, 1], values: new Float32Array([1, -2]) },
    "layers.0.bias": { shape: [1], values: new Float32Array([0.5]) },
  });
  const header =
    '{"layers.0.kernel":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},' +
    '"layers.0.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8, " ");
  const expected = Buffer.concat([
    Buffer.from([padded.length, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from(padded, "utf8"),
    // 1, -2 and 0.5 as little-endian IEEE 754.
    Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f]),
  ]);
  expect(Buffer.from(file).equals(expected)).toBe(true);
});

test("tensors that lie one after another in memory are one part of the file, without a copy", () => {
  const vector = Float32Array.of(9, 1, 2, 3, 4);
  const tensors = {
    "layers.0.kernel": { shape: [2, 1], values: vector.subarray(1, 3) },
    "layers.0.bias": { shape: [1], values: vector.subarray(3, 4) },
    "layers.1.kernel": { shape: [1, 1], values: vector.subarray(0, 1) },
    "layers.1.bias": { shape: [1], values: Float32Array.of(5) },
  };
  const parts = safetensorsParts(tensors);
  expect(parts.map(({ length }) => length)).toEqual([expect.any(Number), 12, 4, 4]);
  expect(parts.map(({ buffer }) => buffer === vector.buffer)).toEqual([false, true, true, false]);
  const file = writeSafetensors(tensors);
  expect(Buffer.concat(parts).equals(file)).toBe(true);
  expect(readSafetensors(file)).toEqual(
    Object.fromEntries(
      Object.entries(tensors).map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
    ),
  );
});

test("every float and every name comes back to the bit", () => {
  const tensor = fc
    .tuple(fc.nat(5), fc.nat(5))
    .chain(([rows, columns]) =>
      fc
        .float32Array({ minLength: rows * columns, maxLength: rows * columns })
        .map((values) => ({ shape: [rows, columns], values })),
    );
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string().filter((name) => !name.startsWith("__")),
        tensor,
      ),
      (tensors) => {
        const read = readSafetensors(writeSafetensors(tensors));
        expect(read).toEqual({ ...tensors });
      },
    ),
  );
});

test("a file may lie anywhere in its buffer and may carry metadata", () => {
  const header = '{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}';
  const bytes = Buffer.concat([
    Buffer.from([9]),
    Buffer.alloc(8),
    Buffer.from(header),
    Buffer.from([0, 0, 0x80, 0x3f]),
  ]);
  bytes.writeBigUInt64LE(BigInt(header.length), 1);
  expect(readSafetensors(bytes.subarray(1))).toEqual({ w: { shape: [], values: new Float32Array([1]) } });
});

test.each([
  ["nothing at all", new Uint8Array(0)],
  ["a header that is longer than the file", new Uint8Array([255, 0, 0, 0, 0, 0, 0, 0, 123])],
  ["no JSON", new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 33])],
  ["cut off data", writeSafetensors({ w: { shape: [2], values: new Float32Array(2) } }).slice(0, -1)],
])("%s is named as damaged", (_name, bytes) => {
  expect(() => readSafetensors(bytes)).toThrow(LabError);
});
