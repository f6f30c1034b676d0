import type { Words } from "../layer-kind";
import type { DropoutScaling } from "./scalings";

const numbers = 2 ** 16;

/** A rate in terms of a unit's 16 random bits. */
export interface DropoutOdds {
  /** A unit is dropped if its number is below this one. */
  readonly firstKept: number;
  /** The multiplier of a kept unit in training. */
  readonly kept: number;
  /** The multiplier of every unit at inference. */
  readonly inference: number;
}

/**
 * A rate as the nearest multiple of 2⁻¹⁶ below 1. The multiplier is 1/(1 - that multiple), so that its mean over all
 * 16-bit numbers is exactly 1, however the rate was rounded; of classic scaling, 1 - that multiple at inference.
 */
export function dropoutOdds(rate: number, scaling: DropoutScaling = "inverted"): DropoutOdds {
  const firstKept = Math.min(Math.round(rate * numbers), numbers - 1);
  const keptNumbers = numbers - firstKept;
  return {
    firstKept,
    kept: scaling === "inverted" ? numbers / keptNumbers : 1,
    inference: scaling === "classic" ? keptNumbers / numbers : 1,
  };
}

/** Random words (uint32) for a row of this many units: two units share a word, two rows never do. */
export function wordsOfRow(units: number): number {
  return Math.ceil(units / 2);
}

/** Random words of the mask that is being drawn, so that not each mask leaves as much memory behind. */
let spare = new Uint32Array(0);

function scratch(length: number): Uint32Array {
  if (spare.length < length) spare = new Uint32Array(length);
  return spare.subarray(0, length);
}

/**
 * The next multipliers [rows, units] of a dropout layer in training, row-major: 0 for a dropped unit. Units take the
 * halves of their row's words, the lower half first.
 */
export function drawDropoutMask(
  random: Words,
  rate: number,
  rows: number,
  units: number,
  scaling: DropoutScaling = "inverted",
): Float32Array {
  const { firstKept, kept } = dropoutOdds(rate, scaling);
  const words = wordsOfRow(units);
  const bits = scratch(rows * words);
  random.fillUint32(bits);
  const mask = new Float32Array(rows * units);
  // Which units are dropped cannot be foreseen, so a branch would cost more than arithmetic: the sign of a difference is 1 or 0.
  const last = firstKept - 1;
  for (let row = 0, word = 0; row < rows; row++) {
    const end = (row + 1) * units;
    for (let place = row * units; place < end; place += 2, word++) {
      const drawn = bits[word]!;
      mask[place] = kept * ((last - (drawn & 0xffff)) >>> 31);
      if (place + 1 < end) mask[place + 1] = kept * ((last - (drawn >>> 16)) >>> 31);
    }
  }
  return mask;
}
