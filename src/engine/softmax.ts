/** Probabilities of outputs [rows, classes], in place. */
export function softmax(outputs: Float64Array, classes: number): void {
  for (let start = 0; start < outputs.length; start += classes) {
    let [largest, sum] = [-Infinity, 0];
    for (let place = start; place < start + classes; place++) largest = Math.max(largest, outputs[place]!);
    for (let place = start; place < start + classes; place++) {
      outputs[place] = Math.exp(outputs[place]! - largest);
      sum += outputs[place]!;
    }
    for (let place = start; place < start + classes; place++) outputs[place]! /= sum;
  }
}
