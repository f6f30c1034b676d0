/** The class with the largest output; the first of several. @param start of a row of outputs @param end of it */
export function predictedClass(outputs: ArrayLike<number>, start = 0, end = outputs.length): number {
  let best = start;
  for (let place = start + 1; place < end; place++) if (outputs[place]! > outputs[best]!) best = place;
  return best - start;
}
