import type { MetricName } from "../analysis/names";
import type { Estimate } from "../analysis/schema";
import { withMinus } from "../messages/minus";

/**
 * The decimals of a loss in the window, in reports and in the terminal: three, or as many as show three digits of
 * `beside`; null for one so small or large that only powers of ten show it.
 */
export function lossDecimals(beside: number): number | null {
  const size = Math.abs(beside);
  if (size === 0) return 3;
  if (size < 1e-6 || size >= 1e6) return null;
  return Math.min(8, Math.max(3, 2 - Math.floor(Math.log10(size))));
}

/** A loss, the same in every language; beside a mean, a spread gets the mean's decimals. */
export function lossText(value: number, beside = value): string {
  const decimals = lossDecimals(beside);
  return withMinus(decimals === null ? value.toExponential(2) : value.toFixed(decimals));
}

/** A loss, a share in percent (a difference of shares: in points), or an amount in a unit of the data. */
export function measureText(measure: MetricName | "amount", value: number, beside = value): string {
  if (measure === "amount") return amountText(value, beside);
  return measure === "loss" ? lossText(value, beside) : withMinus((100 * value).toFixed(1));
}

/**
 * "0.398 ± 0.028": mean and half of its 95 % interval; a clipped interval is not symmetric, so its ends are shown.
 */
export function spreadText(measure: MetricName | "amount", { mean, low, high, clipped }: Estimate): string {
  const text = (value: number) => measureText(measure, value, mean);
  if (low === null || high === null) return text(mean);
  return clipped ? `${text(mean)} [${text(low)}, ${text(high)}]` : `${text(mean)} ± ${text(high - mean)}`;
}

/** A number in a unit of the data, with four digits; beside a mean, a spread gets the mean's decimals. */
export function amountText(value: number, beside = value): string {
  const size = Math.abs(beside);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return withMinus(value.toExponential(2));
  const decimals = size === 0 ? 3 : Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(size))));
  return withMinus(value.toFixed(decimals));
}

/** "−0.142 [−0.183, −0.101]": mean and 95 % interval. */
export function intervalText(measure: MetricName, { mean, low, high }: Estimate): string {
  const size = Math.max(...[mean, low ?? 0, high ?? 0].map(Math.abs));
  const text = (value: number) => measureText(measure, value, size);
  return low === null || high === null ? text(mean) : `${text(mean)} [${text(low)}, ${text(high)}]`;
}

/** "2.7 [1.2, 4.1]": epochs, which are whole for each seed. */
export function epochsText({ mean, low, high }: Estimate): string {
  const text = (value: number) => withMinus(value.toFixed(1));
  return low === null || high === null ? text(mean) : `${text(mean)} [${text(low)}, ${text(high)}]`;
}

/** "0.0123", "< 0.0001" */
export function probabilityText(p: number): string {
  return p < 0.0001 ? "< 0.0001" : p.toPrecision(p < 0.001 ? 1 : 2);
}

/** "40", or "12-40" if values differ: epochs of runs that stopped at different epochs. */
export function rangeText(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}-${most}`;
}
