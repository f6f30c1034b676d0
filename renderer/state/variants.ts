import type { Variant } from "../../src/experiment/schema";
import { decimalsOf, rounded } from "../stepped";

/** Another variant, with the next usual rate that none has yet. */
export function freshVariant(variants: readonly Variant[], nameOf: (rate: number) => string): Variant {
  const taken = new Set(variants.map(({ rate }) => rate));
  const usual = ratesBetween(0.1, 0.9, 0.1);
  const rate = usual.find((candidate) => !taken.has(candidate)) ?? 0.5;
  return { name: freeName(variants, nameOf(rate)), rate };
}

/** A variant that trains the set-up unchanged: the layers' own rates, all samples and units. */
export function withoutChanges(variants: readonly Variant[]): Variant {
  return { name: freeName(variants, "dropout") };
}

/** The default variants of a document without variants. */
export function usualVariants(): Variant[] {
  return [{ name: "no dropout", rate: 0 }, { name: "dropout" }];
}

export function freeName(variants: readonly Variant[], wanted: string): string {
  const names = new Set(variants.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; names.has(name); number += 1) name = `${wanted} (${number})`;
  return name;
}

/**
 * Rates from one number to another, in steps; the last is included if a step ends there. Empty if the step leads
 * nowhere.
 */
export function ratesBetween(from: number, to: number, step: number): number[] {
  if (!(step > 0) || to < from) return [];
  // A document holds at most 100 variants; with 101 the check reports a problem.
  const count = Math.min(101, Math.floor((to - from) / step + 1e-9) + 1);
  const decimals = Math.max(decimalsOf(from), decimalsOf(step));
  return Array.from({ length: count }, (_, index) => rounded(from + index * step, decimals));
}
