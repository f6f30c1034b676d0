import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { snapshotsOfRun } from "../artifacts/snapshots";
import { type Preparation, preparationSchema } from "../fields/preparation";
import type { Failure } from "../messages/failure";
import type { CollectedRun } from "../store/collect";
import type { Store } from "../store/store";
import { type ElementState, elementStates, goesOn } from "./commands";
import { type ElementNow, elementsNow } from "./elements";
import { weightsName } from "./element-keeper";
import { readJournals } from "./journal";
import { type JobArray, readArrays, readSweep, runsOf, type SlurmSweep, type SweepRun } from "./sweep-folder";
import { isOver, nothingTold, toldOf, type ToldRun } from "./told";

/** A run that is not done. */
export interface LackingRun extends SweepRun {
  readonly failure: Failure;
  /** Whether an element that Slurm has may still train it. */
  readonly isComing: boolean;
  /** Whether another attempt would fail as well. */
  readonly isOver: boolean;
}

export interface Collected {
  readonly sweep: SlurmSweep;
  readonly folder: string;
  readonly runs: number;
  readonly done: number;
  /** Runs of which something was new. */
  readonly taken: number;
  /** Epochs and ends that were told more than once, and count once. */
  readonly repeated: number;
  readonly lacking: readonly LackingRun[];
  /** Runs that this lab trains itself now. */
  readonly trainsHere: readonly SweepRun[];
  /** Runs whose measures are others than those in the store, or than those of an earlier attempt. */
  readonly differing: readonly SweepRun[];
  readonly elements: readonly ElementNow[];
}

/**
 * Brings home what is there of a sweep; may be called again and again, and also while elements train.
 * @param home the lab's folder, for snapshots
 * @throws LabError `slurmNoSweep`
 */
export async function collectSweep(folder: string, store: Store, home: string): Promise<Collected> {
  const sweep = readSweep(folder);
  const { id, created, experiment } = sweep;
  const arrays = readArrays(folder);
  // Before the journals are read: what ends meanwhile is then told there.
  const states = await statesOf(arrays);
  const journals = readJournals(folder);
  const told = toldOf(journals);
  const element = newestElements(arrays);
  const preparationOf = preparationReader(folder);
  store.expectCollected(id, created, experiment);
  const all = runsOf(experiment);
  const lacking: LackingRun[] = [];
  const trainsHere: SweepRun[] = [];
  const differing: SweepRun[] = [];
  let [taken, done] = [0, 0];
  for (const run of all) {
    const what = told.get(run.place) ?? nothingTold();
    const weights = weightsOf(folder, run.place, what);
    const end = weights === "missing" ? null : what.status;
    const belongs = element.get(run.place);
    const state = belongs && states.get(belongs.array.number)?.get(belongs.element);
    const isComing = end === null && state !== undefined && goesOn(state);
    const failure =
      end === "failed"
        ? what.failure!
        : whyNot(belongs, state, weights === "missing" ? "the file of its weights is not there" : null);
    const { variant, seed } = run;
    const collected: CollectedRun = {
      ...{ variant: variant.name, seed, status: end ?? "interrupted" },
      failure: end === "done" ? null : failure,
      ...{ started: what.started, ended: what.ended, records: what.records, environments: what.environments },
      preparation: what.preparation === null ? null : preparationOf(what.preparation),
      end: end === null ? null : what.end,
      weights: weights === "missing" ? null : weights,
    };
    const { runId, outcome } = store.collectRun(id, collected);
    if (outcome === "new") taken += 1;
    if (outcome === "new" && end === "done") copySnapshots(folder, run.place, home, runId);
    if (outcome === "trainsHere") trainsHere.push(run);
    if (outcome === "differs" || what.differs !== null) differing.push(run);
    if (end === "done") done += 1;
    else lacking.push({ ...run, failure, isComing, isOver: isOver(what) });
  }
  const repeated = [...told.values()].reduce((sum, run) => sum + run.repeated, 0);
  const elements = elementsNow(arrays, states, journals, told);
  return { sweep, folder, runs: all.length, done, taken, repeated, lacking, trainsHere, differing, elements };
}

async function statesOf(arrays: readonly JobArray[]): Promise<Map<number, Map<number, ElementState>>> {
  const states = new Map<number, Map<number, ElementState>>();
  for (const { number, job } of arrays) if (job !== null) states.set(number, await elementStates(job));
  return states;
}

interface Belongs {
  readonly array: JobArray;
  readonly element: number;
}

/** Where each run was submitted last. */
function newestElements(arrays: readonly JobArray[]): Map<number, Belongs> {
  const newest = new Map<number, Belongs>();
  for (const array of arrays) {
    for (const [element, places] of array.elements.entries()) {
      for (const place of places) newest.set(place, { array, element });
    }
  }
  return newest;
}

function whyNot(
  belongs: Belongs | undefined,
  state: ElementState | undefined,
  missing: string | null,
): Failure {
  const { array, element } = belongs ?? { array: null, element: 0 };
  const parameters = { job: array?.job ?? "-", element };
  if (state?.state === "PENDING") {
    return { code: "slurmWaits", parameters: { ...parameters, reason: state.reason || "-" } };
  }
  if (state && goesOn(state)) return { code: "slurmTrains", parameters };
  if (state?.state === "TIMEOUT") return { code: "slurmTimedOut", parameters };
  const log = `logs/${array?.number ?? 0}-${element}.log`;
  const ended = missing ?? state?.state ?? "Slurm no longer knows it";
  return { code: "slurmEnded", parameters: { ...parameters, state: ended, log } };
}

/** The weights of a run that has ended; `missing` if their file is not there, or not yet, or damaged. */
function weightsOf(
  folder: string,
  place: number,
  { status, weights }: ToldRun,
): Uint8Array | null | "missing" {
  if (status === null || weights === null) return null;
  try {
    const bytes = readFileSync(join(folder, "weights", weightsName(place, weights)));
    return createHash("sha256").update(bytes).digest("hex") === weights ? bytes : "missing";
  } catch {
    return "missing";
  }
}

function preparationReader(folder: string): (sha256: string) => Preparation | null {
  const read = new Map<string, Preparation | null>();
  return (sha256) => {
    const known = read.get(sha256);
    if (known !== undefined) return known;
    let found: Preparation | null;
    try {
      const text = readFileSync(join(folder, "preparations", `${sha256}.json`), "utf8");
      found = preparationSchema.parse(JSON.parse(text));
    } catch {
      found = null;
    }
    read.set(sha256, found);
    return found;
  };
}

function copySnapshots(folder: string, place: number, home: string, runId: string): void {
  const from = snapshotsOfRun(join(folder, "snapshots"), String(place));
  if (!existsSync(from)) return;
  cpSync(from, snapshotsOfRun(join(home, "snapshots"), runId), { recursive: true });
}
