import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { type ExperimentInput, experimentSchema } from "../experiment/schema";
import type { EventOf, LabEventName, RunSummary } from "../contract/contract";
import { LabError } from "../messages/failure";
import { Lab } from "./lab";
import { nodeLauncher, type Worker } from "../execution/workers";

/** For tests only: real labs with real trainer processes, and helpers that wait for events. */

/** A bundle of the lab, as `npm test` builds it before the tests. */
export function built(name: "trainer.cjs" | "drawer.cjs" | "cli.cjs"): string {
  const file = resolve("dist", name);
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run build\` before the tests.`);
  return file;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "lab-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface TestLab {
  readonly lab: Lab;
  /** Every trainer process that the lab started, in order. */
  readonly trainers: Worker[];
}

export function openTestLab(folder: string, jobs = 1, onTraining?: (trains: boolean) => void): TestLab {
  const trainers: Worker[] = [];
  const launch = nodeLauncher(built("trainer.cjs"));
  const lab = new Lab({
    launch: async () => {
      const trainer = await launch();
      trainers.push(trainer);
      return trainer;
    },
    version: "test",
    database: join(folder, "lab.sqlite"),
    jobs,
    ...(onTraining && { onTraining }),
  });
  return { lab, trainers };
}

/** The labs of a test; all are closed after it. */
export class OpenLabs {
  private readonly labs = new Set<Lab>();

  open(folder: string, jobs?: number, onTraining?: (trains: boolean) => void): TestLab {
    const opened = openTestLab(folder, jobs, onTraining);
    this.add(opened.lab);
    return opened;
  }

  add(lab: Lab): void {
    this.labs.add(lab);
  }

  /** Closes a lab before the end of the test. */
  close(lab: Lab): void {
    if (this.labs.delete(lab)) lab.close();
  }

  closeAll(): void {
    for (const lab of [...this.labs]) this.close(lab);
  }
}

/** For every test of a file: a folder, and the labs that the test opens; both are gone after it. */
export function labsOfEachTest(): { readonly folder: { readonly path: string }; readonly labs: OpenLabs } {
  const labs = new OpenLabs();
  let place: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    place = temporaryFolder();
  });
  afterEach(() => {
    labs.closeAll();
    place.remove();
  });
  const folder = {
    get path() {
      return place.path;
    },
  };
  return { folder, labs };
}

/** Two moons and a small network: an epoch takes milliseconds. */
export function smallExperiment(changes: Partial<ExperimentInput> = {}) {
  return experimentSchema.parse({
    name: "small",
    data: { source: "moons", train: 64, validation: 64 },
    network: {
      layers: [
        { type: "dense", units: 8 },
        { type: "tanh" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 2 },
      ],
    },
    training: { batchSize: 16, epochs: 3 },
    variants: [{ name: "dropout" }],
    seeds: [1],
    ...changes,
  });
}

/** An experiment that trains until it is stopped. */
export function endlessExperiment(changes: Partial<ExperimentInput> = {}) {
  return smallExperiment({ name: "endless", training: { batchSize: 16, epochs: 100_000 }, ...changes });
}

/** The named failure that this ends with. */
export function failureOf(promise: Promise<unknown>): Promise<LabError> {
  return promise.then(
    () => expect.fail("it did not fail"),
    (error: unknown) => {
      expect(error).toBeInstanceOf(LabError);
      return error as LabError;
    },
  );
}

/** The first event that matches. */
export function next<E extends LabEventName>(
  lab: Lab,
  event: E,
  fits: (payload: EventOf<E>) => boolean = () => true,
): Promise<EventOf<E>> {
  return new Promise((resolve) => {
    const off = lab.events.on(event, (payload) => {
      if (!fits(payload)) return;
      off();
      resolve(payload);
    });
  });
}

/** Waits for the run's end and returns it. */
export function end(lab: Lab, runId: string): Promise<RunSummary> {
  return next(lab, "runChanged", (run) => run.id === runId && run.ended !== null);
}
