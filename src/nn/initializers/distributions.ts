import type { RandomStream } from "../../random/random";

/** A distribution with mean 0: returns the function that draws the next value. */
export type Distribution = (random: RandomStream) => () => number;

/** In [-limit, limit): its standard deviation is limit / sqrt(3). */
export function uniform(limit: number): Distribution {
  return (random) => () => (2 * random.uniform() - 1) * limit;
}

/** Standard deviation of the standard normal cut off at ±2: scipy.stats.truncnorm.std(-2, 2), as in Keras. */
const truncatedDeviation = 0.87962566103423978;

/**
 * A normal whose values beyond two deviations are drawn again; the resulting distribution has this standard
 * deviation.
 */
export function truncatedNormal(deviation: number): Distribution {
  return (random) => () => {
    let drawn = random.normal();
    while (Math.abs(drawn) > 2) drawn = random.normal();
    return (drawn * deviation) / truncatedDeviation;
  };
}
