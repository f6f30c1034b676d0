import { expect, test } from "vitest";
import { RandomStream } from "../../random/random";
import { drawNormals, wordsOfNormals } from "./normals";

const rows = 100_000;
const units = 10;
const normals = drawNormals(new RandomStream(1, "trainingMask"), rows, units);
const count = rows * units;
const shareOf = (holds: (normal: number) => boolean) => normals.filter(holds).length / count;

test.each([
  [1, 0.6826894921],
  [2, 0.9544997361],
  [3, 0.9973002039],
])("within %i standard deviations are as many as of a normal distribution", (limit, share) => {
  const error = Math.sqrt((share * (1 - share)) / count);
  expect(Math.abs(shareOf((normal) => Math.abs(normal) < limit) - share)).toBeLessThan(4 * error);
});

test("the moments are 0, 1, 0 and 3", () => {
  // Of standard normals, the variance of the k-th power's mean is (E x^2k - (E x^k)²) / n.
  for (const [power, moment, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ] as const) {
    const found = normals.reduce((sum, normal) => sum + normal ** power, 0) / count;
    expect(Math.abs(found - moment)).toBeLessThan(4 * Math.sqrt(variance / count));
  }
});

test("the two normals of a radius and an angle do not hang together, nor do their squares", () => {
  const half = units / 2;
  let [products, squares] = [0, 0];
  for (let row = 0; row < rows; row++)
    for (let place = 0; place < half; place++) {
      const one = normals[row * units + place]!;
      const other = normals[row * units + half + place]!;
      products += one * other;
      squares += (one ** 2 - 1) * (other ** 2 - 1);
    }
  const pairs = rows * half;
  expect(Math.abs(products / pairs)).toBeLessThan(4 * Math.sqrt(1 / pairs));
  expect(Math.abs(squares / pairs)).toBeLessThan(4 * Math.sqrt(4 / pairs));
});

test("words at their limits give finite normals", () => {
  for (const word of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
    const drawn = drawNormals({ fillUint32: (target) => target.fill(word) }, 2, 3);
    expect(drawn.every((normal) => Number.isFinite(normal) && Math.abs(normal) < 6.7)).toBe(true);
  }
});

test("normals drawn in parts are those drawn at once, and a row of odd width leaves one unused", () => {
  expect([wordsOfNormals(7), wordsOfNormals(8)]).toEqual([8, 8]);
  const whole = drawNormals(new RandomStream(2, "forgottenMask"), 100, 7);
  const random = new RandomStream(2, "forgottenMask");
  const parts = [33, 7, 60].flatMap((some) => Array.from(drawNormals(random, some, 7)));
  expect(parts).toEqual(Array.from(whole));
});
