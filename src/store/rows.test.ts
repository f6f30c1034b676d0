import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/testing";
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
