import { dropoutOdds } from "../dropout/mask";

/** SELU's limit towards minus infinity, -λα (Klambauer et al. 2017). */
const lowest = -1.0507009873554805 * 1.6732632423543772;

/** A kept unit x becomes scale · x + shift, a dropped one `dropped`. */
export interface AlphaFactors {
  readonly scale: number;
  readonly shift: number;
  readonly dropped: number;
}

/**
 * With q = 1 - rate and α' = -λα: a = (q + α'² q (1 - q))^(-1/2) and b = -a (1 - q) α' (Klambauer et al. 2017, section 3). A unit x of
 * mean 0 and variance 1 that is kept with probability q and else α' has mean (1 - q) α' and variance q + α'² q (1 - q). The rate is the
 * multiple of 2⁻¹⁶ that masks are drawn with.
 */
export function alphaFactors(rate: number): AlphaFactors {
  const dropped = dropoutOdds(rate).firstKept / 2 ** 16;
  const kept = 1 - dropped;
  const scale = (kept + lowest ** 2 * kept * dropped) ** -0.5;
  const shift = -scale * dropped * lowest;
  return { scale, shift, dropped: scale * lowest + shift };
}
