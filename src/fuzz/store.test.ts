import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { temporaryFolder } from "../lab/testing";
import { Store } from "../store/store";
import { anything, environment, experiment, record } from "../store/testing";
import { mutatedBytes } from "./mutations";
import { fuzz } from "../test-size";
import { Outcomes } from "./outcome";

const folder = temporaryFolder();
afterAll(folder.remove);
/** Another one for each case: a connection that is closed keeps its locks until its statements are collected. */
let cases = 0;
const fileOf = (index: number) => join(folder.path, `${index}.sqlite`);

/** A store with something in each of its tables. */
function storeBytes(): Uint8Array {
  const store = new Store(fileOf(0));
  for (const name of ["one", "two"]) {
    const id = store.createExperiment({ ...experiment, name });
    store.annotate({ experimentId: id, tags: ["a", "b"], note: "looked at" });
    const { runs } = store.summary(id);
    store.setEnvironment(runs[0]!.id, environment);
    for (const epoch of [1, 2, 3]) store.addEpoch(runs[0]!.id, record(epoch));
    store.saveWeights(runs[0]!.id, new Uint8Array(100));
    store.endRun(runs[0]!.id, "done", null);
    store.endRun(runs[1]!.id, "failed", { code: "lossNotFinite", parameters: { epoch: 1 } });
  }
  store.close();
  return readFileSync(fileOf(0));
}

/** The same store as a later lab would leave it: SQLite keeps its `user_version` in the bytes 60 to 63 of the header. */
function ofLaterLab(store: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(store);
  new DataView(bytes.buffer).setUint32(60, 1_000_000);
  return bytes;
}

/** Everything that a window does with a store at its start, and a few things after it. */
function use(file: string): void {
  const store = new Store(file);
  try {
    const experiments = store.experiments();
    store.search({ ...anything, text: "o", rate: { min: 0, max: 1 } });
    for (const { id } of experiments) {
      const { runs } = store.experiment(id);
      store.experimentsOf(runs.map((run) => run.id));
      for (const run of runs) store.weights(run.id);
      store.annotate({ experimentId: id, note: "looked at again" });
    }
    store.createExperiment(experiment);
  } finally {
    store.close();
  }
}

test(`stores (seed ${fuzz.seed}): used as they are, or refused by name`, async () => {
  const outcomes = new Outcomes();
  const whole = storeBytes();
  await fc.assert(
    fc.asyncProperty(mutatedBytes(whole), async (bytes) => {
      cases += 1;
      const file = fileOf(cases);
      writeFileSync(file, bytes);
      try {
        await outcomes.of(() => use(file));
      } finally {
        for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
      }
    }),
    // Mutations seldom hit these four bytes and nothing else.
    { ...fuzz, examples: [[ofLaterLab(whole)]] },
  );
  expect(outcomes.codes).toEqual(expect.arrayContaining(["valid", "databaseDamaged", "databaseTooNew"]));
});
