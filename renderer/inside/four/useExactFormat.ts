import { useFormat } from "../../format";
import { language } from "../../i18n";

/** Numbers of exact sums, whose rounding must not show as "−0", and probabilities, of which small ones keep their digits. */
export function useExactFormat() {
  const { decimal } = useFormat();
  return {
    number: (value: number) => decimal(Math.abs(value) < 0.0005 ? 0 : value),
    probability: (value: number) => value.toLocaleString(language.value, { maximumSignificantDigits: 4 }),
  };
}
