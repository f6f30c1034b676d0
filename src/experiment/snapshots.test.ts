import { expect, test } from "vitest";
import { snapshotEpochs } from "./snapshots";

test.each([
  [6, 40, [1, 2, 3, 6, 12, 22]],
  [6, 3, [1, 2]],
  [1, 40, [1]],
  [0, 40, []],
  [6, 1, []],
  [4, 10_000, [1, 10, 100, 1000]],
])("%i of %i epochs", (count, epochs, expected) => {
  expect([...snapshotEpochs(count, epochs)]).toEqual(expected);
});
