/** A number one step further, without rounding noise of binary fractions; it stops at the limits. */
export function stepped(from: number, step: number, { min, max }: { min: number; max: number }): number {
  const sum = rounded(from + step, Math.max(decimalsOf(from), decimalsOf(step)));
  if (step > 0) return sum > max ? max : sum;
  return sum < min ? min : sum;
}

/** Digits behind the point: 2 of 0.25, 7 of 1e-7. */
export function decimalsOf(number: number): number {
  const [mantissa = "", exponent = "0"] = String(number).split("e");
  return Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent));
}

/** With so many digits there is no noise to remove. */
export function rounded(number: number, decimals: number): number {
  return decimals > 100 ? number : Number(number.toFixed(decimals));
}
