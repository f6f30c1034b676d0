export interface Point {
  x: number;
  y: number;
}

/**
 * Thins a curve for drawing: the smallest and the largest value of each of `samples / 2` equal spans of epochs, so
 * that no spike is lost. Epochs count from 1 and stand at place epoch - 1; `from` and `to` are the epochs in view,
 * and one epoch on either side is kept so that the line runs to the edge.
 */
export function decimate(values: Float64Array, from: number, to: number, samples: number): Point[] {
  const first = Math.max(0, Math.floor(from) - 2);
  const end = Math.min(values.length, Math.ceil(to) + 1);
  const points: Point[] = [];
  const push = (place: number) => {
    const y = values[place]!;
    if (!Number.isNaN(y)) points.push({ x: place + 1, y });
  };
  if (end - first <= samples) {
    for (let place = first; place < end; place += 1) push(place);
    return points;
  }
  const spans = Math.max(1, Math.floor(samples / 2) - 1);
  const edge = (span: number) => first + 1 + Math.round((span * (end - first - 2)) / spans);
  push(first);
  for (let span = 0; span < spans; span += 1) {
    const begin = edge(span);
    const stop = edge(span + 1);
    let low = begin;
    let high = begin;
    for (let place = begin + 1; place < stop; place += 1) {
      if (!(values[place]! >= values[low]!)) low = place;
      if (!(values[place]! <= values[high]!)) high = place;
    }
    push(Math.min(low, high));
    if (low !== high) push(Math.max(low, high));
  }
  push(end - 1);
  return points;
}
