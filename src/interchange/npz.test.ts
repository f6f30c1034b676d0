import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runWithPackage } from "../../scripts/test/python-packages.mjs";
import { temporaryFile } from "../data/testing";
import { writeNpz } from "./npz";

const program = `
import json, sys, zipfile
import numpy as np
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
print(json.dumps({name: [str(a.dtype), a.shape, a.tolist()] for name, a in np.load(sys.argv[1]).items()}))
`;

test("NumPy reads what is written", { timeout: 120_000 }, () => {
  const bytes = writeNpz({
    x: { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6.5) },
    y: { shape: [2], values: BigInt64Array.of(7n, -1n) },
    exact: { shape: [1, 1, 2], values: Float64Array.of(0.1, 1e300) },
    pixels: { shape: [3], values: Uint8Array.of(0, 128, 255) },
    scaled: { shape: [2], values: Uint8Array.of(1, 0), isBool: true },
    none: { shape: [0, 3], values: new Float32Array() },
  });
  const path = temporaryFile("data.npz", "");
  writeFileSync(path, bytes);
  expect(JSON.parse(runWithPackage("numpy==2.3.5", ["-c", program, path]))).toEqual({
    x: [
      "float32",
      [2, 3],
      [
        [1, 2, 3],
        [4, 5, 6.5],
      ],
    ],
    y: ["int64", [2], [7, -1]],
    exact: ["float64", [1, 1, 2], [[[0.1, 1e300]]]],
    pixels: ["uint8", [3], [0, 128, 255]],
    scaled: ["bool", [2], [true, false]],
    none: ["float32", [0, 3], []],
  });
});
