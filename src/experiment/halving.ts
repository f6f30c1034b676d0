import { z } from "../messages/zod";

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016; the inner loop of Hyperband, Li et al., JMLR 2018): all variants
 * train a few epochs, the best of them train on, and so on until the last few have all epochs. Many settings are tried at
 * the price of few.
 */
export const halvingSchema = z.strictObject({
  /** The epochs that every variant trains. */
  first: z.int().min(1).max(100_000).default(5),
  /** Of so many variants one goes on, to so many times the epochs. */
  eta: z.int().min(2).max(100).default(3),
});

export type Halving = z.infer<typeof halvingSchema>;

/** What of a document decides how far its runs go. */
export interface Halved {
  readonly training: { readonly epochs: number };
  readonly evaluation: { readonly halving?: Halving | undefined };
}

/** The epochs after which variants are halted, in order: `first`, `first` · eta and so on, below all epochs. */
export function rungsOf({ training: { epochs }, evaluation: { halving } }: Halved): number[] {
  const rungs: number[] = [];
  if (halving) for (let rung = halving.first; rung < epochs; rung *= halving.eta) rungs.push(rung);
  return rungs;
}

/** How many variants train to which epoch, if all come so far. */
export function stagesOf(document: Halved, variants: number): { epochs: number; variants: number }[] {
  const { eta = 1 } = document.evaluation.halving ?? {};
  let left = variants;
  return [...rungsOf(document), document.training.epochs].map((epochs) => {
    const stage = { epochs, variants: left };
    left = Math.max(1, Math.floor(left / eta));
    return stage;
  });
}
