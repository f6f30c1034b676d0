/**
 * Student's t distribution with whole degrees of freedom, which is enough for tests over seeds. The library @stdlib
 * would add 100 kB and 224 packages; statistics.test.ts compares this code with SciPy instead.
 */

/**
 * The probability of a value at least as far from 0 as `t`, on either side: I_x(degrees/2, 1/2) at x = degrees /
 * (degrees + t²) (Abramowitz and Stegun, 26.5.27). Relative error about 1e-14, also in the far tails.
 */
export function twoSidedTail(t: number, degrees: number): number {
  const ratio = (t * t) / degrees;
  return incompleteBeta(1 / (1 + ratio), ratio / (1 + ratio), degrees / 2, 0.5);
}

const critical = new Map<number, number>();

/** The value beyond which, on both sides together, lies a probability of 5 %: the 97.5 % quantile. */
export function criticalValue(degrees: number): number {
  let value = critical.get(degrees);
  if (value === undefined) critical.set(degrees, (value = bisect(degrees, 0.05)));
  return value;
}

function bisect(degrees: number, probability: number): number {
  // The largest value is that of one degree: 12.706.
  let [low, high] = [0, 13];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (twoSidedTail(middle, degrees) > probability) low = middle;
    else high = middle;
  }
}

/** The regularised incomplete beta function I_x(a, b); `rest` is 1 - x in full precision, and 2a and 2b are whole. */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  // The fraction converges fast on this side of the mean; the other side is one minus its mirror image.
  return x <= (a + 1) / (a + b + 2) ? lowerBeta(x, rest, a, b) : 1 - lowerBeta(rest, x, b, a);
}

function lowerBeta(x: number, rest: number, a: number, b: number): number {
  if (x === 0) return 0;
  const logX = x > 0.5 ? Math.log1p(-rest) : Math.log(x);
  const logRest = rest > 0.5 ? Math.log1p(-x) : Math.log(rest);
  return Math.exp(a * logX + b * logRest) / (a * beta(a, b) * continuedFraction(x, a, b));
}

/** B(a, b) for whole 2a and 2b: B(1/2, 1/2) = π, B(1, b) = 1/b, and B(a + 1, b) = B(a, b) · a / (a + b). */
function beta(a: number, b: number): number {
  if (a < b) return beta(b, a);
  if (a === 0.5) return Math.PI;
  if (a === 1) return 1 / b;
  let value = beta(a % 1 === 0 ? 1 : 0.5, b);
  for (let from = a % 1 === 0 ? 1 : 0.5; from < a; from += 1) value *= from / (from + b);
  return value;
}

/** 1 + d1/(1 + d2/(1 + …)) of Abramowitz and Stegun, 26.5.8, by the modified method of Lentz. */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const awayFromZero = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let [fraction, numerator, denominator] = [1, 1, 0];
  for (let step = 1; ; step += 1) {
    const m = Math.floor(step / 2);
    const coefficient =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / awayFromZero(1 + coefficient * denominator);
    numerator = awayFromZero(1 + coefficient / numerator);
    const factor = numerator * denominator;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16 || step > 10_000) return fraction;
  }
}
