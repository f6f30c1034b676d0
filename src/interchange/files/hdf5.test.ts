import fc from "fast-check";
import { expect, test } from "vitest";
import type { Tensor } from "../tensor";
import { readHdf5 } from "./hdf5";
import { hdf5Of as ownHdf5Of } from "../hdf5";
import { hdf5Of } from "./hdf5.testing";

const tensorOf = (shape: readonly number[], first = 0): Tensor => ({
  shape,
  values: Float32Array.from(
    { length: shape.reduce((product, size) => product * size, 1) },
    (_, index) => first + index / 8,
  ),
});

test("arrays of a file that the HDF5 library wrote, in groups of any size, come by their paths", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(sizes, { minLength: 1, maxLength: 60 }), async (shapes) => {
      const arrays = Object.fromEntries(
        shapes.map((shape, index) => [`layers/dense_${index}/vars/0`, tensorOf(shape, index)]),
      );
      expect(Object.fromEntries(readHdf5(await hdf5Of(arrays)))).toEqual(arrays);
    }),
    { numRuns: 20, seed: 1 },
  );
});

test("so do arrays of a file that the lab wrote", () => {
  const arrays = new Map(
    [[4], [3, 2], [], [300]].map((shape, index) => [
      `layers/${"dense".repeat(index)}_${index}/vars/0`,
      tensorOf(shape, index),
    ]),
  );
  expect(readHdf5(ownHdf5Of(arrays))).toEqual(arrays);
});

test.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
  ["another file", () => new Uint8Array(100), "its signature is missing"],
  ["half a file", (bytes) => bytes.slice(0, bytes.length / 2), ""],
  ["an address behind the end", (bytes) => bytes.fill(0x7f, 64, 72), "outside"],
])("%s is refused", async (_what, damage, message) => {
  const bytes = damage(await hdf5Of({ "layers/dense/vars/0": tensorOf([300]) }));
  expect(() => readHdf5(bytes)).toThrow(message === "" ? Error : message);
});

test("a group that holds itself ends", async () => {
  const bytes = await hdf5Of({ "a/b/c": tensorOf([2]) });
  const view = new DataView(bytes.buffer);
  // Every table's first entry leads to the root.
  const root = view.getBigUint64(64, true);
  for (let at = 0; at + 24 < bytes.length; at += 8)
    if (Buffer.from(bytes.subarray(at, at + 4)).toString("latin1") === "SNOD")
      view.setBigUint64(at + 16, root, true);
  expect(() => readHdf5(bytes)).toThrow("nested more than any network");
});
