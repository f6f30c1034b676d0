import type { ElementState as State } from "../contract/slurm";
import type { Environment } from "../experiment/result";
import { type ElementState, goesOn } from "./commands";
import type { Journal } from "./journal";
import type { JobArray } from "./sweep-folder";
import { isOver, type ToldRun } from "./told";

/** How an element of a sweep stands now. */
export interface ElementNow {
  readonly array: number;
  readonly element: number;
  readonly state: State;
  /** Why it waits, in Slurm's word, such as Resources; empty where Slurm says nothing. */
  readonly reason: string;
  /** The machine of its newest attempt; null before the first. */
  readonly host: string | null;
  /** On which it trains; null until a run has told it. */
  readonly backend: Environment["backend"] | null;
  /** How often it has begun. */
  readonly attempts: number;
  /** The places of its runs, without those that a later array has. */
  readonly runs: readonly number[];
  /** Of these, those that are over, and the epochs of all. */
  readonly runsOver: number;
  readonly epochs: number;
}

/** Elements that have runs of their own, in their order. @param states by array and element, as far as Slurm knows them */
export function elementsNow(
  arrays: readonly JobArray[],
  states: ReadonlyMap<number, ReadonlyMap<number, ElementState>>,
  journals: readonly Journal[],
  told: ReadonlyMap<number, ToldRun>,
): ElementNow[] {
  const newest = new Map(
    arrays.flatMap(({ number, elements }) => elements.flat().map((place) => [place, number])),
  );
  const attempts = new Map<string, Journal[]>();
  for (const journal of journals) {
    const key = elementName(journal);
    attempts.set(key, [...(attempts.get(key) ?? []), journal]);
  }
  return arrays.flatMap(({ number: array, elements }) =>
    elements.flatMap((places, element) => {
      const runs = places.filter((place) => newest.get(place) === array);
      if (runs.length === 0) return [];
      const own = attempts.get(elementName({ array, element })) ?? [];
      const toldRuns = runs.flatMap((place) => told.get(place) ?? []);
      const runsOver = toldRuns.filter(isOver).length;
      const slurm = states.get(array)?.get(element);
      return [
        {
          ...{ array, element, runs, runsOver },
          state: runsOver === runs.length ? "over" : stateOf(slurm),
          reason: slurm?.state === "PENDING" ? slurm.reason : "",
          host: own.flatMap(hostIn).at(-1) ?? null,
          backend: toldRuns.flatMap(backendIn).at(-1) ?? null,
          attempts: own.length,
          epochs: toldRuns.reduce((sum, { records }) => sum + records.length, 0),
        },
      ];
    }),
  );
}

/** As people name an element: its array and its number there. */
export function elementName({ array, element }: Pick<ElementNow, "array" | "element">): string {
  return `${array}-${element}`;
}

function stateOf(slurm: ElementState | undefined): State {
  if (!slurm || !goesOn(slurm)) return "lost";
  return slurm.state === "PENDING" ? "waits" : "trains";
}

function hostIn({ lines }: Journal): string[] {
  return lines.flatMap((line) => (line.type === "begun" ? line.host : []));
}

function backendIn({ environments }: ToldRun): Environment["backend"][] {
  return environments.slice(-1).map(({ environment }) => environment.backend);
}
