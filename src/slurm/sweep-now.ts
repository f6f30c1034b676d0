import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { elementStates, mostElementsTold, type SlurmSweep, slurmSweepSchema } from "../contract/slurm";
import type { Collected } from "./collect";
import type { ElementState } from "./commands";
import { elementName, type ElementNow } from "./elements";
import { write } from "./sweep-folder";

/**
 * How a sweep stands, in `slurm/<id>.now.json` of the lab's folder: what `lab collect` found last, for windows that neither ask Slurm nor
 * read journals.
 */

const nameEnd = ".now.json";

/** A full disk keeps the look before: nothing depends on it. */
export async function keepSweepNow(home: string, collected: Collected, looked = new Date()): Promise<void> {
  const now = slurmSweepSchema.parse(sweepNow(collected, looked));
  try {
    mkdirSync(join(home, "slurm"), { recursive: true });
    await write(join(home, "slurm"), `${now.experimentId}${nameEnd}`, JSON.stringify(now));
  } catch {
    // The next look says it.
  }
}

/**
 * Says of elements that were cancelled that Slurm no longer trains them, before the next look.
 * @param states before
 */
export async function keepEnded(
  home: string,
  experimentId: string,
  states: ReadonlyMap<string, ElementState>,
): Promise<void> {
  const file = `${experimentId}${nameEnd}`;
  const [before] = readNow(join(home, "slurm", file));
  if (!before) return;
  const known = new Map(before.elements.map(({ name, state }) => [name, state]));
  const counts = { ...before.counts };
  for (const [name, { state: said }] of states) {
    const state = known.get(name) ?? (said === "PENDING" ? "waits" : "trains");
    if (state === "over" || state === "lost" || counts[state] === 0) continue;
    counts[state] -= 1;
    counts.lost += 1;
  }
  const elements = before.elements.map((element) =>
    states.has(element.name) && element.state !== "over"
      ? { ...element, state: "lost" as const, reason: "CANCELLED" }
      : element,
  );
  await write(join(home, "slurm"), file, JSON.stringify({ ...before, counts, elements: inOrder(elements) }));
}

/** Those that are not over, the newest look first; a file that cannot be read is left out. */
export function sweepsNow(home: string): SlurmSweep[] {
  const place = join(home, "slurm");
  const names = existsSync(place) ? readdirSync(place).filter((name) => name.endsWith(nameEnd)) : [];
  return names
    .flatMap((name) => readNow(join(place, name)))
    .filter(({ counts }) => counts.trains + counts.waits + counts.lost > 0)
    .sort((one, other) => (one.looked < other.looked ? 1 : -1));
}

/** Elements in the order in which people look for them. */
export function inOrder<T extends Pick<ElementNow, "state">>(elements: readonly T[]): T[] {
  return elementStates.flatMap((state) => elements.filter((element) => element.state === state));
}

function sweepNow({ sweep, elements }: Collected, looked: Date): SlurmSweep {
  const counted = (state: ElementNow["state"]) =>
    elements.filter((element) => element.state === state).length;
  return {
    ...{ experimentId: sweep.id, name: sweep.experiment.name, looked: looked.toISOString() },
    counts: {
      ...{ trains: counted("trains"), lost: counted("lost") },
      ...{ waits: counted("waits"), over: counted("over") },
    },
    elements: inOrder(elements)
      .slice(0, mostElementsTold)
      .map(({ state, reason, host, backend, attempts, runs, runsOver, epochs, ...named }) => ({
        ...{
          name: elementName(named),
          state,
          reason: reason.slice(0, 200),
          host: host?.slice(0, 255) ?? null,
        },
        ...{ backend, attempts, runs: runs.length, runsOver, epochs },
      })),
  };
}

function readNow(file: string): SlurmSweep[] {
  try {
    return [slurmSweepSchema.parse(JSON.parse(readFileSync(file, "utf8")))];
  } catch {
    return [];
  }
}
