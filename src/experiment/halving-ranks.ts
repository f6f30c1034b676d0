import { type Halved, rungsOf } from "./halving";
import { isActive, type RunStatus } from "./result";

/** Whether a run was halted there. */
export function isHalted(
  halved: Halved,
  { status, epochsDone }: { readonly status: RunStatus; readonly epochsDone: number },
): boolean {
  // With halving, no run stops early for another reason (semantics.ts).
  return status === "done" && rungsOf(halved).includes(epochsDone);
}

/** One run as halving looks at it. */
export interface HalvedRun {
  readonly variant: string;
  readonly status: RunStatus;
  readonly epochsDone: number;
  /** The validation loss in eval mode after an epoch that it has done. */
  lossAt(epoch: number): number;
}

/** How far a variant may train, and whether it is halted there. */
export interface Leave {
  readonly until: number;
  readonly isHalted: boolean;
}

/**
 * How far each variant may train now. A rung is decided when every run that is still in has its epochs or has ended: the
 * floor(n / eta) of n variants with the lowest mean loss over seeds go on, at least one; of equal ones the earlier in the
 * document. A run that ended before (it diverged, or was stopped) does not count in its variant's mean; a variant with a
 * diverged run, or without any run, comes last. The same records always give the same answer, so nothing else has to be kept.
 *
 * What was decided stays: a run that is trained late, because it had been stopped, neither brings a halted variant back nor
 * halts one that went on.
 */
export function leavesOf(
  document: Halved & { readonly variants: readonly { readonly name: string }[] },
  runs: readonly HalvedRun[],
): Map<string, Leave> {
  const byVariant = new Map(
    document.variants.map(({ name }) => [name, runs.filter(({ variant }) => variant === name)]),
  );
  const leaves = new Map<string, Leave>();
  let standing = [...byVariant.keys()];
  for (const rung of rungsOf(document)) {
    const ofStanding = standing.flatMap((name) => byVariant.get(name)!);
    if (ofStanding.some(({ status, epochsDone }) => isActive(status) && epochsDone < rung)) {
      for (const name of standing) leaves.set(name, { until: rung, isHalted: false });
      return leaves;
    }
    const kept = keptAt(rung, standing, byVariant, document);
    for (const name of standing) if (!kept.has(name)) leaves.set(name, { until: rung, isHalted: true });
    standing = standing.filter((name) => kept.has(name));
  }
  for (const name of standing) leaves.set(name, { until: document.training.epochs, isHalted: false });
  return leaves;
}

function keptAt(
  rung: number,
  standing: readonly string[],
  byVariant: ReadonlyMap<string, readonly HalvedRun[]>,
  document: Halved,
): ReadonlySet<string> {
  const count = Math.max(1, Math.floor(standing.length / document.evaluation.halving!.eta));
  const of = (name: string) => byVariant.get(name)!;
  const best = [...standing].sort((one, other) => scoreOf(of(one), rung) - scoreOf(of(other), rung));
  const chosen = new Set(best.slice(0, count));
  return new Set(
    standing.filter((name) => {
      const wentOn = of(name).some(({ epochsDone }) => epochsDone > rung);
      const wasHalted = of(name).some((run) => run.epochsDone === rung && isHalted(document, run));
      return wentOn || (chosen.has(name) && !wasHalted);
    }),
  );
}

/** The greatest number stands for what has no mean: two infinities have no difference to sort by. */
function scoreOf(runs: readonly HalvedRun[], rung: number): number {
  const losses = runs.filter(({ epochsDone }) => epochsDone >= rung).map((run) => run.lossAt(rung));
  const diverged = runs.some(({ status, epochsDone }) => status === "failed" && epochsDone < rung);
  if (losses.length === 0 || diverged) return Number.MAX_VALUE;
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
