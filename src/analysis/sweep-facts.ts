import type { Fact } from "../messages/sentence";
import { comparisonsOf, isClaimed, isTestable, written } from "./claims";
import { rowsText } from "./main-group";
import { pairsFact } from "./not-done-facts";
import type { Analysis, Comparison, VariantAnalysis } from "./schema";
import { type View, whereFacts } from "./view";

/** The most sizes or widths in one sentence. */
const mostPlaces = 4;

/** Against no dropout: how the effect of the headline's rate changes with the data's size and the network's width. */
export function sweepFacts(
  headline: Comparison,
  main: readonly VariantAnalysis[],
  analysis: Analysis,
  view: View,
): Fact[] {
  const [named, against] = [headline.variant, headline.against].map((name) =>
    main.find(({ variant }) => variant === name)!,
  ) as [VariantAnalysis, VariantAnalysis];
  if (against.drops || against.set || named.set) return [];
  const sameRate = analysis.variants.filter(({ rate, drops, set }) => rate === named.rate && drops && !set);
  return (["train", "width"] as const).flatMap((field) => {
    const fixed = field === "train" ? "width" : "train";
    const along = sameRate.filter((one) => one[fixed] === named[fixed]);
    // Two variants of one size, width and rate differ only in name: the headline's stands for both.
    const values = [...new Set(along.map((one) => one[field]))].sort((one, other) => one - other);
    const places = values.flatMap((value) => {
      const one = value === named[field] ? named : along.find((other) => other[field] === value)!;
      const [found] = comparisonsOf(analysis, new Set([one.variant]), "baseline", view, "loss");
      return found ? [placeFact(found, field, value)] : [];
    });
    if (places.length < 2) return [];
    const rate: Fact =
      named.rate === null
        ? { code: "ownRates", parameters: {} }
        : { code: "atRate", parameters: { rate: named.rate } };
    const parameters = { where: whereFacts(analysis, view), rate: [rate], places: spread(places) };
    return [{ code: field === "train" ? "gainBySize" : "gainByWidth", parameters }];
  });
}

const placeCodes = {
  train: { claimed: "atSize", unclear: "atSizeUnclear", untested: "atSizeUntested" },
  width: { claimed: "atWidth", unclear: "atWidthUnclear", untested: "atWidthUntested" },
} as const;

function placeFact(comparison: Comparison, field: "train" | "width", value: number): Fact {
  const { difference } = written(comparison, { signed: true });
  const seeds = pairsFact(comparison);
  const lacking: Fact[] = seeds.length > 0 ? [{ code: "lacking", parameters: { seeds } }] : [];
  const kind = isClaimed(comparison) ? "claimed" : isTestable(comparison) ? "unclear" : "untested";
  return {
    code: placeCodes[field][kind],
    parameters: { difference, lacking, value: field === "train" ? rowsText(value) : String(value) },
  };
}

/** At most four, evenly spread, including both ends. */
function spread<T>(places: readonly T[]): T[] {
  if (places.length <= mostPlaces) return [...places];
  const step = (places.length - 1) / (mostPlaces - 1);
  return Array.from({ length: mostPlaces }, (_, index) => places[Math.round(index * step)]!);
}
