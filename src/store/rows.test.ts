import { join } from "node:path";
import { DatabaseSync, enhance } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/testing";
import { type RunRow, selectRuns, summaryRows } from "./rows";
import { Store } from "./store";
import { experiment, record } from "./testing";

test.each([
  ["a record", "UPDATE epochs SET record = substr(record, 2)"],
  ["a value of a record", "UPDATE epochs SET record = replace(record, 'loss', 'lost')"],
  ["a document", "UPDATE experiments SET document = '{}'"],
  ["an environment", "UPDATE runs SET environment = 'x'"],
])("%s that was changed inside the file is named as damage", (_what, sql) => {
  const file = join(temporaryFolder(), "lab.sqlite");
  const store = new Store(file);
  const id = store.createExperiment(experiment);
  store.addEpoch(store.summary(id).runs[0]!.id, record(1));
  const stranger = new DatabaseSync(file);
  stranger.exec(sql);
  stranger.close();
  expect(() => store.experiment(id)).toThrow(expect.objectContaining({ code: "databaseDamaged" }) as Error);
  store.close();
});

test("a row that is read as an array is the same as one that is read by its names", () => {
  const file = join(temporaryFolder(), "lab.sqlite");
  const store = new Store(file);
  store.createExperiment(experiment);
  const database = enhance(new DatabaseSync(file));
  // Every column has a value that no other has.
  database.exec(`UPDATE runs SET variant = 'v' || number, rate = 0.25, seed = 70 + number, attempt = 3,
    failure = 'f', started = 's', ended = 'e', status = 'failed', epochs_done = 2`);
  const byName = database.prepare(selectRuns).all() as unknown as RunRow[];
  const rows = summaryRows(database, "");
  expect(rows.length).toBeGreaterThan(0);
  expect(byName.map((row, index) => ({ ...row, ...rows[index] }))).toEqual(byName);
  database.close();
  store.close();
});
