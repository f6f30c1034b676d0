import { withMinus } from "../messages/minus";
import type { Language } from "../messages/language";
import type { Measure } from "./claim";

/** A difference of losses with three decimals, of accuracies in points of percent. */
export function amountOf(measure: Measure, value: number, language: Language): string {
  const isShare = measure === "accuracy" || measure === "reestimatedGain";
  const digits = isShare ? (100 * value).toFixed(2) : value.toFixed(3);
  // What rounds to 0 has no sign.
  const text = withMinus(digits.replace(/^-(?=[0.]*$)/, ""));
  return isShare ? `${text}${language === "ko" ? "%p" : " points"}` : text;
}
