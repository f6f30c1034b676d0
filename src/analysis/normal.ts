/**
 * The probability that a standard normal value lies at least as far from 0 as `z`, on either side: near 0 by the series
 * of Abramowitz and Stegun, 26.2.11, farther out by the continued fraction 26.2.14.
 */
export function twoSidedNormalTail(z: number): number {
  const distance = Math.abs(z);
  const density = Math.exp((-distance * distance) / 2) * Math.sqrt(2 / Math.PI);
  return distance < 3 ? 1 - density * series(distance) : density / fraction(distance);
}

/** z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + … */
function series(z: number): number {
  let sum = 0;
  for (let [term, odd] = [z, 1]; sum + term !== sum; odd += 2, term *= (z * z) / odd) sum += term;
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))) */
function fraction(z: number): number {
  let value = z;
  for (let level = 200; level > 0; level -= 1) value = z + level / value;
  return value;
}
