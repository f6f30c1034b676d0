/**
 * Draws the waiting charts, one per frame: two large charts in one frame would make it a long one. A chart that asks
 * again before its turn is drawn once.
 */
const waiting = new Set<() => void>();
let frame: number | null = null;

export function requestDraw(draw: () => void): void {
  waiting.add(draw);
  frame ??= requestAnimationFrame(drawNext);
}

export function withdrawDraw(draw: () => void): void {
  waiting.delete(draw);
}

function drawNext(): void {
  frame = null;
  const [draw] = waiting;
  if (!draw) return;
  waiting.delete(draw);
  if (waiting.size > 0) frame = requestAnimationFrame(drawNext);
  draw();
}
