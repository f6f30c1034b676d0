import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "@photostructure/sqlite";
import { databaseFile } from "../src/store/folders";
import { Store } from "../src/store/store";
import { experiment, record } from "../src/store/testing";
import { expect, test } from "./fixtures";

/** Leaves a store with sound lists and one damaged page of records. */
function writeDamagedRecords(file: string): void {
  const store = new Store(file);
  const [run] = store.summary(store.createExperiment(experiment)).runs;
  for (let epoch = 1; epoch <= 200; epoch++) store.addEpoch(run!.id, record(epoch));
  store.close();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const { page } = database.prepare("SELECT max(pageno) AS page FROM dbstat WHERE name = 'epochs'").get() as {
    page: number;
  };
  database.close();
  const content = readFileSync(file);
  content.fill(0xa5, (page - 1) * 4096, page * 4096);
  writeFileSync(file, content);
}

test("damage among the records is told once the window is there, and the lab can go on with the rest", async ({
  home,
  openLab,
}) => {
  const file = databaseFile(home);
  writeDamagedRecords(file);
  const { app, page } = await openLab();
  const asked = await app.evaluate(
    ({ dialog }) =>
      new Promise<Electron.MessageBoxOptions>((resolve) => {
        dialog.showMessageBox = ((options: Electron.MessageBoxOptions) => {
          resolve(options);
          return Promise.resolve({ response: options.cancelId!, checkboxChecked: false });
        }) as typeof dialog.showMessageBox;
      }),
  );
  expect(asked.message).toContain(`${file} is damaged (`);
  expect(asked.buttons).toEqual(["Start a new store", "Continue without changes"]);
  const answer = await page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    return list.ok && window.lab.getExperiment({ experimentId: list.value[0]!.id });
  });
  // The page learns the problem, but not the file's place.
  expect(answer).toMatchObject({
    ok: false,
    failure: { code: "databaseDamaged", parameters: { file: "lab.sqlite" } },
  });
});
