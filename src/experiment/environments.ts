import type { Environment, EnvironmentSpan } from "./result";
import type { Training } from "./schema";

/** A run that may know its environment. */
interface Measured {
  readonly environments?: readonly EnvironmentSpan[] | undefined;
}

/** What an engine computes runs in, as a run with these settings says it. */
export function environmentOfRun(
  { bfloat16, ...environment }: Environment,
  { products }: Pick<Training, "products">,
): Environment {
  return products === "bfloat16" ? { ...environment, bfloat16: bfloat16 ?? "rounded" } : environment;
}

/** Whether two environments are of the same program on the same kind of machine. */
export function sameEnvironment(one: Environment, other: Environment): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The environments of a run that now measures further epochs in this one. @param measured its epochs so far */
export function withEnvironment(
  spans: readonly EnvironmentSpan[],
  measured: number,
  environment: Environment,
): EnvironmentSpan[] {
  const earlier = spans.filter(({ fromEpoch }) => fromEpoch <= measured);
  const last = earlier.at(-1);
  const isSame = last !== undefined && sameEnvironment(last.environment, environment);
  return isSame ? earlier : [...earlier, { fromEpoch: measured + 1, environment }];
}

/** The environments of all runs, each once, the first run's first. */
export function environmentsOf(
  runs: readonly Measured[],
  first: Environment | null,
): { environment: Environment; runs: number[] }[] {
  const found: { environment: Environment; runs: number[] }[] = first
    ? [{ environment: first, runs: [] }]
    : [];
  for (const [place, { environments = [] }] of runs.entries()) {
    for (const { environment } of environments) {
      const there = found.find((one) => sameEnvironment(one.environment, environment));
      if (!there) found.push({ environment, runs: [place] });
      else if (there.runs.at(-1) !== place) there.runs.push(place);
    }
  }
  return found.filter(({ runs: places }, index) => index === 0 || places.length > 0);
}

/**
 * The kinds of machine that measured these runs, each once, in words that need no translation. Runs repeat bit for bit within a
 * kind: the backend, how it is used, the system, and the processor's instructions where the lab's own kernels use them. What
 * multiplied bfloat16 is the last word.
 * @param first of runs that do not say theirs
 */
export function kindsOfMachine(runs: readonly Measured[], first: Environment | null): string[] {
  const isTold = runs.some(({ environments = [] }) => environments.length > 0);
  const kinds = environmentsOf(runs, isTold ? null : first).map(
    ({ environment: { backend, engine, platform, kernels, bfloat16 } }) =>
      [
        ...[backend, engine, platform],
        ...(kernels ? [kernels.toUpperCase()] : []),
        ...(bfloat16 ? [bfloat16 === "rounded" ? "bfloat16" : bfloat16.toUpperCase()] : []),
      ].join(" "),
  );
  return [...new Set(kinds)];
}

function sorted(environment: Environment): [string, unknown][] {
  return Object.entries(environment).sort(([one], [other]) => (one < other ? -1 : 1));
}
