import type { Fact } from "../messages/sentence";
import { comparisonsOf, isStated, written } from "./claims";
import type { Analysis, Comparison, VariantAnalysis } from "./schema";

/** The most sizes or widths in one sentence. */
const mostPlaces = 4;

/** The variants of the size and width that sentences are about: the most rows, and the width closest to the document's. */
export function mainGroup({ variants }: Analysis): VariantAnalysis[] {
  const distance = ({ width }: VariantAnalysis) => Math.abs(Math.log(width));
  const measured = variants.filter(({ last }) => last);
  const [first] = [...(measured.length > 0 ? measured : variants)].sort(
    (one, other) => other.train - one.train || distance(one) - distance(other),
  );
  return variants.filter(({ train, width }) => train === first?.train && width === first.width);
}

/** How what the headline's rate does to the loss changes with the data's size, and with the network's width. */
export function sweepFacts(
  headline: Comparison,
  main: readonly VariantAnalysis[],
  analysis: Analysis,
): Fact[] {
  const named = main.find(({ variant }) => variant === headline.variant)!;
  const sameRate = analysis.variants.filter(({ rate, drops }) => rate === named.rate && drops);
  return (["train", "width"] as const).flatMap((field) => {
    const fixed = field === "train" ? "width" : "train";
    const places = sameRate
      .filter((one) => one[fixed] === named[fixed])
      .sort((one, other) => one[field] - other[field])
      .flatMap((one) => {
        const [found] = comparisonsOf(analysis, new Set([one.variant]), "baseline", "last", "loss");
        return found ? [placeFact(found, field, one[field])] : [];
      });
    if (places.length < 2) return [];
    const rate = named.rate === null ? named.variant : `p = ${named.rate}`;
    const code = field === "train" ? "gainBySize" : "gainByWidth";
    return [{ code, parameters: { variant: rate, places: spread(places) } }];
  });
}

function placeFact(comparison: Comparison, field: "train" | "width", value: number): Fact {
  const { difference } = written(comparison, { signed: true });
  const parameters = { difference, value: field === "train" ? value.toLocaleString("en") : String(value) };
  if (field === "train") return { code: isStated(comparison) ? "atSize" : "atSizeUnclear", parameters };
  return { code: isStated(comparison) ? "atWidth" : "atWidthUnclear", parameters };
}

/** At most four, spread evenly, the ends among them. */
function spread<T>(places: readonly T[]): T[] {
  if (places.length <= mostPlaces) return [...places];
  const step = (places.length - 1) / (mostPlaces - 1);
  return Array.from({ length: mostPlaces }, (_, place) => places[Math.round(place * step)]!);
}
