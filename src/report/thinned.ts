/** Points of a path in pixels. */
type Place = [number, number];

/**
 * The first, lowest, highest and last point of each column of pixels (M4, Jugel et al. 2014): their lines look like
 * those of all points. Points are in the order of x; one without a finite y ends a stretch and is kept.
 */
export function thinned(points: readonly Place[]): Place[] {
  const kept: Place[] = [];
  let column: Place[] = [];
  const close = () => {
    if (column.length <= 4) kept.push(...column);
    else {
      const ys = column.map(([, y]) => y);
      const [low, high] = [ys.indexOf(Math.min(...ys)), ys.indexOf(Math.max(...ys))];
      const places = new Set([0, Math.min(low, high), Math.max(low, high), column.length - 1]);
      for (const index of places) kept.push(column[index]!);
    }
    column = [];
  };
  for (const point of points) {
    const [x, y] = point;
    if (!Number.isFinite(y)) {
      close();
      kept.push(point);
      continue;
    }
    if (column.length > 0 && Math.floor(column[0]![0]) !== Math.floor(x)) close();
    column.push(point);
  }
  close();
  return kept;
}
