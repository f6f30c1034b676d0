import type { Kind } from "../series/kinds";

interface Stroke {
  readonly width: number;
  readonly dash: readonly number[];
}

/** Solid is eval mode, dashed is eval forgotten, dotted is the average of passes, thin is training; the legend draws the same strokes. */
export const strokes: Record<Kind, Stroke> = {
  correct: { width: 2.2, dash: [] },
  forgotten: { width: 2.2, dash: [7, 4] },
  averaged: { width: 2.2, dash: [1.5, 3] },
  training: { width: 1, dash: [] },
  trainCorrect: { width: 1, dash: [2, 3] },
  gap: { width: 1.4, dash: [10, 3, 2, 3] },
};
