import { experimentOf } from "../experiment/variants";
import type { Experiment } from "../experiment/schema";
import { ratesOf } from "../nn/network";

/**
 * The rates at which a variant drops, of every kind of dropout, also within blocks and as the variant sets them, as a JSON list:
 * a function for SQL. A variant's rate counts where no layer drops. What cannot be read drops nothing.
 */
export function ratesReader(): (document: string, variant: string) => string {
  // Runs come one experiment after another, and those of a variant have the same rates.
  let last: { readonly document: string; readonly rates: Map<string, string> } | null = null;
  return (document, variant) => {
    if (last?.document !== document) last = { document, rates: ratesByVariant(document) };
    return last.rates.get(variant) ?? "[]";
  };
}

function ratesByVariant(document: string): Map<string, string> {
  try {
    const experiment = JSON.parse(document) as Experiment;
    return new Map(
      experiment.variants.map((variant) => {
        const rates = ratesOf(experimentOf(experiment, variant).network.layers);
        const told = rates.length === 0 && variant.rate !== undefined ? [variant.rate] : rates;
        return [variant.name, JSON.stringify(told)];
      }),
    );
  } catch {
    return new Map();
  }
}
