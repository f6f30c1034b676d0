import { expect, test } from "vitest";
import { RandomStream } from "../../random/random";
import { distancesHere, loadDistances, pieceLength } from "./distances";

test("WebAssembly measures what JavaScript does, to the last bit", () => {
  const [fast, here] = [loadDistances(), distancesHere()];
  const random = new RandomStream(1, "dataSampling");
  for (const count of [1, 2, 19, 100]) {
    for (let piece = 0; piece < count; piece++) {
      const [fromX, fromY] = [15 * random.uniform(), 20 * random.uniform()];
      // The last one is a point.
      const length = piece === 99 ? 0 : 2;
      const [alongX, alongY] = [length * random.normal(), length * random.normal()];
      const numbers = [fromX, fromY, alongX, alongY, alongX * alongX + alongY * alongY];
      for (const { pieces } of [fast, here]) pieces.set(numbers, piece * pieceLength);
    }
    fast.measure(count);
    here.measure(count);
    expect(Array.from(fast.squared)).toEqual(Array.from(here.squared));
  }
  expect(fast.pieces.buffer).not.toBe(here.pieces.buffer);
  expect(fast.pieces.buffer.byteLength).toBe(65_536);
});

test("measures to the ends of a piece, and to the nearest point between them", () => {
  const { pieces, squared, measure } = distancesHere();
  pieces.set([2.5, 3.5, 4, 0, 16]);
  measure(1);
  expect([squared[0], squared[4], squared[5 * 16 + 4], squared[3 * 16 + 9]]).toEqual([4 + 9, 9, 4, 9]);
});
