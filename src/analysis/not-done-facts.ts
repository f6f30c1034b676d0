import type { Fact } from "../messages/sentence";
import { type Absence, absences, type Analysis, type Planned, type VariantAnalysis } from "./schema";

/** Runs that have ended without being done: no waiting will complete them. */
const ended: ReadonlySet<Absence> = new Set(["diverged", "failed", "cancelled", "interrupted"]);

/** The most variants in one sentence. */
const mostVariants = 6;

/** "1 diverged, 2 stopped" */
function reasonFacts(all: readonly { readonly why: Absence }[]): Fact[] {
  return absences.flatMap((absence): Fact[] => {
    const count = all.filter(({ why }) => why === absence).length;
    return count === 0 ? [] : [{ code: absence, parameters: { count } }];
  });
}

/** Follows a number of seeds; empty if none is missing. */
export function missingFact({ planned, missing }: Planned): Fact[] {
  return missing.length === 0
    ? []
    : [{ code: "missingSeeds", parameters: { planned, reasons: reasonFacts(missing) } }];
}

/** Follows a number of pairs or a name: " (1 of 3 seeds missing: 1 diverged)"; empty if none is missing. */
export function absentFact({ planned, missing }: Planned): Fact[] {
  return missing.length === 0
    ? []
    : [
        {
          code: "seedsMissing",
          parameters: { count: missing.length, planned, reasons: reasonFacts(missing) },
        },
      ];
}

/** "2 of 3 seeds (1 diverged)": how many seeds a variant's numbers include, and why not all. */
export function seedsFact({ planned, notDone }: VariantAnalysis): Fact {
  const missing = notDone.filter(({ counts }) => !counts);
  const soFar = notDone.filter(({ counts }) => counts);
  const count = planned - missing.length;
  if (notDone.length === 0) return { code: planned === 1 ? "seedOne" : "seedsAll", parameters: { count } };
  const reasons = [
    ...reasonFacts(missing),
    ...(soFar.length > 0
      ? [{ code: "countedSoFar", parameters: { reasons: reasonFacts(soFar) } } satisfies Fact]
      : []),
  ];
  return { code: "seedsOf", parameters: { count, planned, reasons } };
}

/** "2 of 3 seeds (1 diverged)" for a difference with missing pairs; empty if none is missing. */
export function pairsFact({ planned, missing }: Planned): Fact[] {
  if (missing.length === 0) return [];
  const parameters = { count: planned - missing.length, planned, reasons: reasonFacts(missing) };
  return [{ code: "seedsOf", parameters }];
}

/** Names the runs that do not count, and those that count but are not done; a report says this before its numbers. */
export function runsFacts({ runs, variants }: Analysis): Fact[] {
  const all = variants.flatMap(({ notDone }) => notDone);
  const total = runs.counted + runs.leftOut;
  const said = (code: "runsLeftOut" | "runsSoFar", some: typeof all): Fact[] =>
    some.length === 0
      ? []
      : [{ code, parameters: { count: some.length, total, reasons: reasonFacts(some) } }];
  return [
    ...said(
      "runsSoFar",
      all.filter(({ counts }) => counts),
    ),
    ...said(
      "runsLeftOut",
      all.filter(({ counts }) => !counts),
    ),
  ];
}

/** Names the variants whose seeds failed, diverged or were stopped, including variants without any numbers. */
export function missingFacts(variants: readonly VariantAnalysis[]): Fact[] {
  const lacking = variants.flatMap(({ variant, planned, notDone }): Fact[] => {
    const lost = notDone.filter(({ why, counts }) => !counts && ended.has(why));
    if (lost.length === 0) return [];
    const parameters = { variant, planned, count: lost.length, reasons: reasonFacts(lost) };
    return [{ code: "missingOf", parameters }];
  });
  if (lacking.length === 0) return [];
  const more = lacking.length - mostVariants;
  const named: Fact[] = lacking.slice(0, mostVariants);
  if (more > 0) named.push({ code: "namedMore", parameters: { more } });
  return [{ code: "missingFromNumbers", parameters: { variants: named } }];
}
