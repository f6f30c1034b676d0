/**
 * A number's text with the sign that people read as minus: U+2212, as wide as a plus. Use it wherever a person reads
 * the number; files for programs (CSV, JSON) keep the hyphen.
 */
export function withMinus(number: string): string {
  return number.replaceAll("-", "\u2212");
}
