/**
 * Deals runs out to the elements of a job array, at most `limit` of them, in counts that differ by one at most. Every other round goes
 * backwards, so that no element gets the same variant in each round.
 * @param runs in the order of the queue
 * @returns the runs of each element; none is empty
 */
export function packed<Run>(runs: readonly Run[], limit: number): Run[][] {
  const count = Math.min(runs.length, limit);
  const elements = Array.from({ length: count }, (): Run[] => []);
  for (const [index, run] of runs.entries()) {
    const [round, place] = [Math.floor(index / count), index % count];
    elements[round % 2 === 0 ? place : count - 1 - place]!.push(run);
  }
  return elements;
}
