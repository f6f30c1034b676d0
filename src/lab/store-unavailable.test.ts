import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LabError } from "../messages/failure";
import { Store } from "../store/store";
import { writeDocument } from "../documents/documents";
import { databaseFile } from "../store/folders";
import type { Lab } from "./lab";
import { type SmallDisk, smallDisk } from "../store/small-disk.testing";
import { end, endlessExperiment, next, OpenLabs, smallExperiment } from "./testing";

let disk: SmallDisk;
const labs = new OpenLabs();
beforeEach(() => {
  // This backend starts in a third of the time; the tests do not depend on it.
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  disk = smallDisk();
});
afterEach(() => {
  labs.closeAll();
  disk.remove();
  vi.unstubAllEnvs();
});

const openLab = () => labs.open(disk.folder, 2);

/** The epochs that were announced for each run, by its id. */
function toldEpochs(lab: Lab): Map<string, number[]> {
  const told = new Map<string, number[]>();
  lab.events.on("epochMeasured", ({ runId, record }) => {
    told.set(runId, [...(told.get(runId) ?? []), record.epoch]);
  });
  return told;
}

/** The file's content, as another process sees it. */
function stored(experimentId: string) {
  const store = new Store(databaseFile(disk.folder));
  try {
    return store.experiment(experimentId).runs;
  } finally {
    store.close();
  }
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "nothing was thrown",
    (error: unknown) => (error instanceof LabError ? error.code : String(error)),
  );

/** Another connection can read while nobody can write. */
const unavailable = (lab: Lab) => next(lab, "storeUnavailable", ({ failure }) => failure !== null);
const available = (lab: Lab) => next(lab, "storeUnavailable", ({ failure }) => failure === null);

describe("a full disk", () => {
  test("holds the runs, which go on to their end once there is room; all told epochs are kept", async () => {
    const { lab } = openLab();
    const told = toldEpochs(lab);
    const { id, runs } = await lab.startExperiment({
      experiment: smallExperiment({ seeds: [1, 2, 3], training: { batchSize: 16, epochs: 200 } }),
    });
    const ends = Promise.all(runs.map((run) => end(lab, run.id)));
    await next(lab, "epochMeasured", ({ record }) => record.epoch === 5);
    disk.fill();
    const { failure } = await unavailable(lab);
    expect(failure!.code).toBe("databaseDiskFull");
    // Each try announces the problem again. Meanwhile no epoch was announced that is not in the file.
    const before = structuredClone([...told]);
    await unavailable(lab);
    expect([...told]).toEqual(before);
    const { experiments } = await lab.getRuns({ runIds: runs.map((run) => run.id) });
    for (const { id: runId, records } of experiments[0]!.runs) {
      expect(records.map(({ epoch }) => epoch)).toEqual(told.get(runId) ?? []);
    }
    disk.makeRoom();
    await available(lab);
    expect((await ends).map(({ status, attempt }) => [status, attempt])).toEqual(Array(3).fill(["done", 1]));
    const all = Array.from({ length: 200 }, (_, index) => index + 1);
    expect(runs.map((run) => told.get(run.id))).toEqual(Array(3).fill(all));
    expect(stored(id).map(({ records }) => records.map(({ epoch }) => epoch))).toEqual(Array(3).fill(all));
  });

  test("when a run ends: the end is kept in memory and written later, with the weights", async () => {
    const { lab } = openLab();
    const experiment = endlessExperiment({ seeds: [1, 2] });
    const { id, runs } = await lab.startExperiment({ experiment });
    await Promise.all(runs.map((run) => next(lab, "epochMeasured", ({ runId }) => runId === run.id)));
    const ends = Promise.all(runs.map((run) => end(lab, run.id)));
    disk.fill();
    await lab.stopRuns({ runIds: runs.map((run) => run.id) });
    await unavailable(lab);
    // No end may be announced that is not in the file.
    expect((await lab.getExperiment({ experimentId: id })).runs.map(({ ended }) => ended)).toEqual([
      null,
      null,
    ]);
    disk.makeRoom();
    expect((await ends).map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
    const target = join(disk.folder, "out");
    await lab.writeResult(id, target);
    expect(readdirSync(target).filter((name) => name.endsWith(".safetensors"))).toHaveLength(2);
  });

  test("refuses what is asked for by name, changes nothing, and does not keep the lab from opening", async () => {
    const { lab } = openLab();
    const { id } = await lab.startExperiment({ experiment: smallExperiment() });
    await next(lab, "runChanged", ({ status }) => status === "done");
    const before = await lab.getExperiment({ experimentId: id });
    mkdirSync(join(disk.folder, "out"));
    const document = join(disk.folder, "kept.json");
    await writeDocument(document, "first");
    disk.fill();
    expect(await codeOf(lab.startExperiment({ experiment: smallExperiment() }))).toBe("databaseDiskFull");
    expect(await codeOf(lab.annotateExperiment({ experimentId: id, note: "n".repeat(20_000) }))).toBe(
      "databaseDiskFull",
    );
    expect(await codeOf(lab.resumeExperiment({ experimentId: id }))).toBe("nothing was thrown");
    expect(await codeOf(lab.writeResult(id, join(disk.folder, "out")))).toBe("resultNotWritten");
    expect(await codeOf(writeDocument(document, "second".repeat(2000)))).toBe("documentNotWritten");
    expect(readFileSync(document, "utf8")).toBe("first");
    expect(readdirSync(join(disk.folder, "out"))).toEqual([]);
    expect(await lab.getExperiment({ experimentId: id })).toEqual(before);
    expect(await lab.listExperiments()).toHaveLength(1);
    disk.makeRoom();
    await lab.annotateExperiment({ experimentId: id, note: "there is room" });
  });
});
