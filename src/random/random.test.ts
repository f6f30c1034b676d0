import { expect, test } from "vitest";
import { type Purpose, purposes, RandomStream } from "./random";

const address = { layer: 2, step: 70000, pass: 5 };
const stream = () => new RandomStream(4123456789, "trainingMask", address);

// bench/reference/stateless_random.py on tensorflow-cpu 2.21.0: alg = 1, this key and counter.
test("draws the numbers of TensorFlow's StatelessRandomUniformFullIntV2", () => {
  const numbers = new Uint32Array(10);
  stream().fillUint32(numbers);
  expect(Array.from(numbers)).toEqual([
    1703110484, 2956080833, 3852396700, 4252292477, 1679825176, 1603752512, 4150760697, 1757298848,
    1921643053, 2673492359,
  ]);
  const many = new Uint32Array(100003);
  stream().fillUint32(many);
  expect(Array.from(many.slice(-3))).toEqual([2414955125, 1492653477, 4237615275]);
  expect(many.reduce((sum, number) => sum + number, 0)).toBe(214549547843161);
});

test("draws the numbers of TensorFlow's StatelessRandomUniformV2", () => {
  const random = stream();
  expect(Array.from({ length: 10 }, () => random.uniform())).toEqual([
    0.026590824127197266, 0.3922959566116333, 0.24147367477416992, 0.9127651453018188, 0.2507658004760742,
    0.18219757080078125, 0.8092337846755981, 0.4863471984863281, 0.07770311832427979, 0.7051247358322144,
  ]);
});

test("fills in bulk with the numbers that single draws give, from any place in a block", () => {
  for (const drawnBefore of [0, 1, 3, 4, 6])
    for (const length of [0, 1, 2, 5, 40, 43]) {
      const single = stream();
      const bulk = stream();
      for (let draw = 0; draw < drawnBefore; draw++) expect(bulk.nextUint32()).toBe(single.nextUint32());
      const numbers = new Uint32Array(length);
      bulk.fillUint32(numbers);
      expect(Array.from(numbers)).toEqual(Array.from({ length }, () => single.nextUint32()));
      expect(bulk.nextUint32()).toBe(single.nextUint32());
    }
});

test("fills with the normal numbers that single draws give, from either of a pair", () => {
  for (const drawnBefore of [0, 1, 2])
    for (const length of [0, 1, 2, 5, 511, 512, 1030]) {
      const [single, bulk] = [stream(), stream()];
      for (let draw = 0; draw < drawnBefore; draw++) expect(bulk.normal()).toBe(single.normal());
      const numbers = new Float64Array(length);
      bulk.fillNormal(numbers);
      expect(Array.from(numbers)).toEqual(Array.from({ length }, () => single.normal()));
      expect([bulk.normal(), bulk.uniform()]).toEqual([single.normal(), single.uniform()]);
    }
});

test("skips as many numbers as single draws take, from any place in a block", () => {
  for (const drawnBefore of [0, 1, 3, 4, 6])
    for (const count of [0, 1, 2, 3, 4, 5, 8, 41]) {
      const [single, skipping] = [stream(), stream()];
      for (let draw = 0; draw < drawnBefore; draw++) expect(skipping.nextUint32()).toBe(single.nextUint32());
      for (let draw = 0; draw < count; draw++) single.nextUint32();
      skipping.skip(count);
      const draws = (random: RandomStream) => Array.from({ length: 6 }, () => random.nextUint32());
      expect(draws(skipping)).toEqual(draws(single));
    }
  // Over the end of the counter's first word: the same block, reached in two ways.
  const [once, twice] = [stream(), stream()];
  once.skip(4 * 2 ** 32 + 5);
  twice.skip(4 * (2 ** 32 - 1) + 3);
  twice.skip(6);
  expect(once.nextUint32()).toBe(twice.nextUint32());
  expect(once.nextUint32()).not.toBe(stream().nextUint32());
});

test("gives every address numbers of its own", () => {
  const streams = [
    ...Object.keys(purposes).map((purpose) => new RandomStream(1, purpose as Purpose)),
    new RandomStream(2, "shuffle"),
    new RandomStream(0xffffffff, "shuffle"),
    new RandomStream(1, "shuffle", { layer: 1 }),
    new RandomStream(1, "shuffle", { step: 1 }),
    new RandomStream(1, "shuffle", { pass: 1 }),
  ];
  expect(new Set(streams.map((each) => each.nextUint32())).size).toBe(streams.length);
});

test("uniform, normal and integer have the moments of their distributions", () => {
  const count = 200_000;
  const moments = (draw: (random: RandomStream) => number) => {
    const random = new RandomStream(1, "dataSampling");
    const values = Float64Array.from({ length: count }, () => draw(random));
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const central = (power: number) =>
      values.reduce((sum, value) => sum + (value - mean) ** power, 0) / count;
    return { mean, variance: central(2), kurtosis: central(4) / central(2) ** 2 };
  };
  // Tolerances are four standard errors: sd / sqrt(count), and similarly for the higher moments.
  const uniform = moments((random) => random.uniform());
  expect(Math.abs(uniform.mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
  expect(Math.abs(uniform.variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count));
  const normal = moments((random) => random.normal());
  expect(Math.abs(normal.mean)).toBeLessThan(4 * Math.sqrt(1 / count));
  expect(Math.abs(normal.variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  expect(Math.abs(normal.kurtosis - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
  const integer = moments((random) => random.integer(7));
  expect(Math.abs(integer.mean - 3)).toBeLessThan(4 * Math.sqrt(4 / count));
});

test("integer is fair where a plain remainder is not", () => {
  // Of 2^32 numbers, 3·2^30 leaves the remainders below 2^30 twice as likely as the others.
  const count = 3 * 2 ** 30;
  const random = new RandomStream(1, "shuffle");
  let low = 0;
  for (let draw = 0; draw < 30_000; draw++) if (random.integer(count) < 2 ** 30) low++;
  expect(Math.abs(low / 30_000 - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / 30_000));
});

test("permutation holds every number once, and every order is equally likely", () => {
  const order = new RandomStream(1, "shuffle").permutation(1000);
  expect(Array.from(order).sort((left, right) => left - right)).toEqual(
    Array.from({ length: 1000 }, (_, index) => index),
  );
  const seen = new Map<string, number>();
  for (let step = 0; step < 24_000; step++) {
    const name = new RandomStream(1, "shuffle", { step }).permutation(4).join("");
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  const chiSquare = [...seen.values()].reduce((sum, each) => sum + (each - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(49.7); // 99.9% point of chi-square with 23 degrees of freedom
});
