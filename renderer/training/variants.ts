import type { Variant } from "../../src/experiment/schema";

const usualRates = [0.1, 0.2, 0.3, 0.4, 0.5];

/** A further variant: the next usual rate that none has yet. */
export function freshVariant(variants: readonly Variant[], nameOf: (rate: number) => string): Variant {
  const taken = new Set(variants.map(({ rate }) => rate));
  const more = [...usualRates, 0.6, 0.7, 0.8, 0.9];
  const rate = more.find((candidate) => !taken.has(candidate)) ?? 0.5;
  const names = new Set(variants.map(({ name }) => name));
  let name = nameOf(rate);
  for (let number = 2; names.has(name); number += 1) name = `${nameOf(rate)} (${number})`;
  return { name, rate };
}

/** No dropout beside the usual rates. */
export function sweep(none: string, nameOf: (rate: number) => string): Variant[] {
  return [{ name: none, rate: 0 }, ...usualRates.map((rate) => ({ name: nameOf(rate), rate }))];
}
