import fc from "fast-check";
import { expect, test } from "vitest";
import { fuzz } from "../test-size";
import { dividedRows } from "./divided";
import { firstEqualBytes, firstEqualRows, mostCompared } from "./equal-rows";
import { dataSchema } from "./kinds";
import { previewData } from "./load";
import { npy, npz } from "./npz/testing";
import { splitRows } from "./split";
import { temporaryFile } from "./testing";

const known = { task: "classification", names: ["a", "b", "c"], limit: 1000 } as const;

test("duplicates across splits, counted pair by pair", () => {
  const table = fc.integer({ min: 3, max: 40 }).chain((rows) =>
    fc.record({
      values: fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: rows, maxLength: rows }),
      seed: fc.nat(1000),
      part: fc.integer({ min: 1, max: rows - 2 }),
    }),
  );
  fc.assert(
    fc.property(table, ({ values, seed, part }) => {
      const rows = values.length;
      const config = { seed, train: part, validation: 1, test: rows - part - 1 };
      const firsts = firstEqualRows(rows, 2, (row, place) => values[row]![place]!)!;
      const { divided } = dividedRows(config, { ...known, rows, firsts });
      const { train, validation, test } = splitRows(config, { rows });
      const among = (row: number, others: readonly number[]) =>
        others.some((other) => values[other]!.join() === values[row]!.join());
      expect(divided.duplicates).toEqual({
        validation: [...validation].filter((row) => among(row, [...train])).length,
        test: [...test].filter((row) => among(row, [...train, ...validation])).length,
      });
    }),
    fuzz,
  );
});

test("rows are the same only if every value is: 0.1 and its neighbour, 1 and -1 differ", () => {
  const values = [
    [0.1, 1],
    [0.1 + 2 ** -56, 1],
    [0.1, -1],
    [0.1, 1],
    [0.1, -1],
  ];
  expect([...firstEqualRows(5, 2, (row, place) => values[row]![place]!)!]).toEqual([0, 1, 2, 0, 2]);
  expect(firstEqualRows(mostCompared, 2, () => 0)).toBe(undefined);
});

test("rows of bytes are equal where their values are, in words or not, wherever they begin", () => {
  const table = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(3), fc.array(fc.nat(1), { maxLength: 90 }));
  fc.assert(
    fc.property(table, ([width, offset, values]) => {
      const rows = Math.floor(values.length / width);
      const bytes = Uint8Array.from([...Array<number>(offset).fill(7), ...values]).subarray(offset);
      const targets = Array.from({ length: rows }, (_, row) => row % 2);
      expect(firstEqualBytes(rows, { bytes, width }, targets)).toEqual(
        firstEqualRows(rows, width + 1, (row, place) =>
          place === width ? targets[row]! : bytes[row * width + place]!,
        ),
      );
    }),
    fuzz,
  );
});

test("classes of each split, and what cannot be held", () => {
  const facts = { ...known, rows: 6, classes: [0, 0, 0, 1, 1, 2] };
  const config = { seed: 1, train: 3, validation: 1, test: 2, division: "inOrder" } as const;
  expect(dividedRows(config, facts)).toEqual({
    failure: null,
    divided: {
      usual: { train: 4, validation: 1, test: 1, division: "stratified" },
      limit: null,
      counts: { train: 3, validation: 1, test: 2 },
      classes: [
        { name: "a", train: 3, validation: 0, test: 0 },
        { name: "b", train: 0, validation: 1, test: 1 },
        { name: "c", train: 0, validation: 0, test: 1 },
      ],
      groups: null,
      duplicates: null,
    },
  });
  const { divided, failure } = dividedRows({ ...config, train: 9 }, { ...facts, limit: 5 });
  expect(failure?.code).toBe("tooFewRows");
  expect(divided).toMatchObject({
    counts: null,
    classes: [],
    limit: 5,
    usual: { train: 3, validation: 1, test: 1 },
  });
});

test("arrays tell it too", async () => {
  const rows = 40;
  const inputs = Float64Array.from({ length: 2 * rows }, (_, place) => Math.floor(place / 2) % 30);
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 30) % 3);
  const path = temporaryFile(
    "a.npz",
    npz({ x: npy("<f8", [rows, 2], new Uint8Array(inputs.buffer)), y: npy("|u1", [rows], labels) }),
  );
  const counts = { train: 30, validation: 5, test: 5 };
  const { divided } = await previewData(
    dataSchema.parse({ source: "npz", arrays: path, division: "inOrder", ...counts }),
  );
  expect(divided).toMatchObject({ counts, duplicates: { validation: 5, test: 5 } });
  expect(divided!.classes.map(({ train }) => train)).toEqual([10, 10, 10]);
});
