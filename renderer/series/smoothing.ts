/**
 * Exponential moving average whose start is not pulled towards 0: the weights given so far are divided out, as Adam
 * does with its moments and TensorBoard with its curves. `weight` in [0, 1) is the share kept of the average.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight === 0) return values;
  const smoothed = new Float64Array(values.length);
  let average = 0;
  let given = 0;
  values.forEach((value, place) => {
    if (Number.isNaN(value)) {
      smoothed[place] = NaN;
      return;
    }
    average = weight * average + (1 - weight) * value;
    given = weight * given + (1 - weight);
    smoothed[place] = average / given;
  });
  return smoothed;
}
