import { z } from "../../messages/zod";

/** Penalties on a layer's own kernel: l1 · Σ |w| + l2 · Σ w² is added to what is minimised (Keras' L1L2). */
export const penaltySettings = {
  l1: z.number().min(0).optional(),
  /** On top of the training's `l2`, which counts all kernels. */
  l2: z.number().min(0).optional(),
};

/** The factors of both penalties; 0 where there is none. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

export function penaltyOf({ l1 = 0, l2 = 0 }: Partial<Record<keyof Penalty, number | undefined>>): Penalty {
  return { l1, l2 };
}

/** A layer's fields of these. They are few people's, so that one place shows those of all layers. */
export const penaltyFields = [
  { kind: "number", key: "l1", min: 0, step: 0.0001, named: true, together: true },
  { kind: "number", key: "l2", min: 0, step: 0.0001, named: true, together: true },
] as const;
