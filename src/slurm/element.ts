import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { newestFirst, folderOfRun } from "../artifacts/checkpoint-folder";
import { namesIn } from "../artifacts/spare-files";
import { mapDataPaths } from "../data/kinds";
import { LabEvents } from "../execution/events";
import { Scheduler } from "../execution/scheduler";
import type { WorkerLauncher } from "../execution/workers";
import type { Experiment } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { sayInTerminal } from "../messages/failures.terminal";
import { ElementKeeper } from "./element-keeper";
import { JournalWriter, readJournals } from "./journal";
import { readArray, readArrays, readSweep, runsOf, type SweepRun } from "./sweep-folder";
import { isOver, toldOf } from "./told";

export interface ElementOptions {
  readonly folder: string;
  readonly array: number;
  readonly element: number;
  /** Slurm's number of this attempt's job, and how often it had begun the element before. */
  readonly job: string;
  readonly attempt: number;
  /** Cores. */
  readonly jobs: number;
  readonly launch: WorkerLauncher;
  /** This lab's. */
  readonly version: string;
  readonly say: (line: string) => void;
}

/** How an attempt at an element ended. */
export type ElementEnd =
  | { readonly type: "over"; readonly failed: number }
  /** It was told to end. `progressed`: it has told or written something that another attempt need not do again. */
  | { readonly type: "handedOver"; readonly progressed: boolean };

/** Milliseconds for the last checkpoints; Slurm gives a minute. */
const handOverMs = 45_000;

/** An attempt at one element of a job array: trains those of its runs that have not ended. */
export class Element {
  private readonly scheduler: Scheduler;
  private readonly keeper: ElementKeeper;
  private readonly journal: JournalWriter;
  private readonly events = new LabEvents();
  private readonly experiment: Experiment;
  private readonly toTrain: readonly SweepRun[];
  private readonly wide: boolean;
  private readonly id: string;
  private failed = 0;
  private handsOver = false;

  /** @throws LabError `slurmNoSweep`, `slurmOtherVersion` */
  constructor(private readonly options: ElementOptions) {
    const { folder, array, element, job, attempt, jobs, launch, version } = options;
    const { id, experiment, files, lab, wide } = readSweep(folder);
    if (lab !== version) throw new LabError("slurmOtherVersion", { found: lab, known: version });
    this.id = id;
    this.wide = wide;
    this.experiment = {
      ...experiment,
      data: mapDataPaths(experiment.data, (path) => join(folder, ...(files[path] ?? path).split("/"))),
    };
    const mine = new Set(readArray(folder, array).elements[element] ?? []);
    const told = toldOf(readJournals(folder, othersOf(folder, mine)));
    this.toTrain = runsOf(this.experiment).filter(({ place }) => {
      const run = told.get(place);
      // What failed in this array would be submitted again as another one.
      return mine.has(place) && !(run && (isOver(run) || run.endedIn === array));
    });
    const name = `${array}-${element}-${attempt}-${job}.${randomBytes(4).toString("hex")}`;
    this.journal = new JournalWriter(folder, name);
    const begun = { type: "begun", format: "dropout-lab-slurm-journal-1" } as const;
    this.journal.add({ ...begun, at: new Date().toISOString(), host: hostname(), job, lab: version });
    this.keeper = new ElementKeeper(folder, this.journal, told);
    this.scheduler = new Scheduler({
      ...{ store: this.keeper, events: this.events, launch, jobs },
      killTimeoutMs: handOverMs,
      checkpoints: join(folder, "checkpoints"),
      snapshots: join(folder, "snapshots"),
      prepared: join(folder, "prepared"),
      onTraining: () => undefined,
    });
  }

  /** Trains until all of its runs have ended, or until `handOver`. */
  async train(): Promise<ElementEnd> {
    const { say, jobs } = this.options;
    const names = new Map(
      this.toTrain.map(({ place, variant, seed }) => [`${place}`, `${variant.name}, seed ${seed}`]),
    );
    const nameOf = (runId: string) => names.get(runId)!;
    const before = this.checkpoints();
    say(`${this.toTrain.length} runs to train.`);
    try {
      await new Promise<void>((done) => {
        const going = new Set(names.keys());
        this.events.on("runContinued", ({ runId, epoch }) =>
          say(`${nameOf(runId)}: continues in epoch ${epoch}`),
        );
        this.events.on("runNoticed", ({ runId, failure }) =>
          say(`${nameOf(runId)}: ${sayInTerminal(failure)}`),
        );
        this.events.on("storeUnavailable", ({ failure }) => {
          say(failure ? `on hold: ${sayInTerminal(failure)}` : "The folder can be written to again.");
        });
        this.events.on("runsChanged", ({ runIds, status, ended }) => {
          if (ended === null) return;
          for (const runId of runIds) {
            const failure = this.keeper.failures.get(runId);
            const how = this.handsOver && status === "cancelled" ? "handed over" : status;
            say(`${how}: ${nameOf(runId)}${failure ? `: ${sayInTerminal(failure)}` : ""}`);
            if (status === "failed") this.failed += 1;
            going.delete(runId);
          }
          if (going.size === 0) done();
        });
        if (going.size === 0) return done();
        this.scheduler.add(
          this.toTrain.map(({ place, variant, seed }) => ({
            runId: String(place),
            cores: this.wide ? jobs : 1,
            group: this.experiment,
            job: { experimentId: this.id, experiment: this.experiment, variant, seed },
          })),
        );
      });
    } finally {
      this.scheduler.close();
      this.journal.close();
    }
    if (!this.handsOver) return { type: "over", failed: this.failed };
    return { type: "handedOver", progressed: this.keeper.newEpochs > 0 || this.checkpoints() !== before };
  }

  /** Ends soon, so that another attempt can continue. */
  handOver(): void {
    if (this.handsOver) return;
    this.handsOver = true;
    this.scheduler.handOver();
  }

  /** Changes when a run gets a newer checkpoint. */
  private checkpoints(): string {
    const folder = join(this.options.folder, "checkpoints");
    return this.toTrain
      .map(({ place }) => newestFirst(namesIn(folderOfRun(folder, String(place))))[0])
      .join();
  }
}

/** The elements, of all arrays, that have any of these runs. */
function othersOf(folder: string, places: ReadonlySet<number>): (array: number, element: number) => boolean {
  const elements = new Map(readArrays(folder).map((array) => [array.number, array.elements]));
  return (array, element) => elements.get(array)?.[element]?.some((place) => places.has(place)) === true;
}
