import type { Fact } from "../messages/sentence";
import { type Absence, absences, type Analysis, type Planned, type VariantAnalysis } from "./schema";

/** Of runs that have ended without being done: those that no waiting brings. */
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

/** What stands behind a number of seeds: nothing where all are there. */
export function missingFact({ planned, missing }: Planned): Fact[] {
  return missing.length === 0
    ? []
    : [{ code: "missingSeeds", parameters: { planned, reasons: reasonFacts(missing) } }];
}

/** "2 of 3 seeds (1 diverged)": how many seeds a variant's numbers hold, and why not all. */
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

/** "2 of 3 seeds (1 diverged)" for a difference that lacks pairs; nothing where all are there. */
export function pairsFact({ planned, missing }: Planned): Fact[] {
  if (missing.length === 0) return [];
  const parameters = { count: planned - missing.length, planned, reasons: reasonFacts(missing) };
  return [{ code: "seedsOf", parameters }];
}

/** Which runs do not count, and which count though they are not done: what a report says before its numbers. */
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

/** Which variants lack seeds that failed, diverged or were stopped: also those without any number. */
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
