/**
 * Exponential moving average whose start is not pulled towards 0: the weights given so far are divided out, as Adam
 * does with its moments and TensorBoard with its curves. `weight` in [0, 1) is the share kept of the average.
 * Computed in steps from the average towards each value, so that a constant stays exactly that constant.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight === 0) return values;
  let average = 0;
  let given = 0;
  return values.map((value) => {
    if (Number.isNaN(value)) return NaN;
    given = weight * given + (1 - weight);
    average += ((1 - weight) / given) * (value - average);
    return average;
  });
}
