import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { databaseFile } from "../store/folders";
import { smallExperiment, temporaryFolder } from "../lab/testing";
import { Store } from "../store/store";
import { openTerminal, type Terminal } from "./testing";

/** The lab's surroundings: folders, other terminals, clocks. Real processes, real files. */

let folder: ReturnType<typeof temporaryFolder>;
let terminal: Terminal;
beforeEach(() => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  folder = temporaryFolder();
  terminal = openTerminal({ place: folder.path });
});
afterEach(() => {
  terminal.close();
  folder.remove();
  vi.unstubAllEnvs();
});

/** Root may write everywhere, unless it gives up that right. */
const asAnybody =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];

test("a folder that may only be read is named, before there is a store in it and after, and stays as it is", async () => {
  const home = join(folder.path, "home");
  const env = { DROPOUT_LAB_HOME: home };
  mkdirSync(home);
  const anybody = openTerminal({ place: folder.path, within: asAnybody, env });
  const refused = async () => {
    chmodSync(home, 0o555);
    try {
      return await anybody.lab("runs");
    } finally {
      chmodSync(home, 0o755);
    }
  };
  const before = await refused();
  expect([before.code, before.output]).toEqual([1, ""]);
  expect(before.errors).toContain(`${join(home, "lab.sqlite")} cannot be written to (`);

  expect(await anybody.lab("run", terminal.write("small.json", smallExperiment()))).toMatchObject({
    code: 0,
  });
  const file = databaseFile(home);
  const content = readFileSync(file);
  chmodSync(file, 0o444);
  const after = await refused();
  expect(after.errors).toContain(`${file} cannot be written to (`);
  expect(readFileSync(file)).toEqual(content);
  anybody.close();
});

test("a file where the lab's folder should be is named, and a home that is not there yet is made", async () => {
  const inTheWay = join(folder.path, "file");
  writeFileSync(inTheWay, "mine");
  const wrong = openTerminal({ place: folder.path, env: { DROPOUT_LAB_HOME: inTheWay } });
  const { code, errors } = await wrong.lab("runs");
  expect(code).toBe(1);
  expect(errors).toContain(`The database ${join(inTheWay, "lab.sqlite")} cannot be used (`);
  expect(readFileSync(inTheWay, "utf8")).toBe("mine");
  const none = join(folder.path, "no", "such", "home");
  const fresh = openTerminal({ place: folder.path, env: { DROPOUT_LAB_HOME: "", HOME: none } });
  expect(await fresh.lab("runs")).toMatchObject({ code: 0 });
});

test("two terminals that train into one store at the same time: every record of both is there", async () => {
  const training = { batchSize: 16, epochs: 300 };
  const names = ["one", "two"].map((name) =>
    terminal.write(`${name}.json`, smallExperiment({ name, training, seeds: [1, 2] })),
  );
  const ends = await Promise.all(names.map((name) => terminal.lab("run", name, "--jobs", "2")));
  expect(ends.map(({ code, errors }) => [code, /held|again|failed/.test(errors)])).toEqual([
    [0, false],
    [0, false],
  ]);
  const store = new Store(databaseFile(folder.path));
  const experiments = store.experiments().map(({ id }) => store.experiment(id));
  store.close();
  expect(experiments.map(({ experiment }) => experiment.name).sort()).toEqual(["one", "two"]);
  const epochs = Array.from({ length: 300 }, (_, index) => index + 1);
  for (const { runs } of experiments) {
    expect(runs.map(({ status, attempt }) => [status, attempt])).toEqual(Array(2).fill(["done", 1]));
    for (const { records } of runs) expect(records.map(({ epoch }) => epoch)).toEqual(epochs);
  }
});

/** A lab whose processes see the time this many days in the past, and hours earlier with each second. */
function inThePast(days: number): Terminal {
  const file = join(folder.path, `past-${days}.cjs`);
  writeFileSync(
    file,
    `const { now } = Date, begun = now();
     const time = () => now() - ${days} * 86400000 - (now() - begun) * 3600;
     Date = class extends Date { constructor(...of) { super(...(of.length ? of : [time()])); } };
     Date.now = time;`,
  );
  return openTerminal({ place: folder.path, env: { NODE_OPTIONS: `--require ${file}` } });
}

test("a clock that is set back, and goes on going back, changes no order, ends no run and makes no time negative", async () => {
  const name = (text: string) =>
    terminal.write(`${text}.json`, smallExperiment({ name: text, training: { batchSize: 16, epochs: 50 } }));
  expect(await terminal.lab("run", name("first"))).toMatchObject({ code: 0 });
  const first = terminal.stored()!;
  const deleter = new Store(databaseFile(folder.path));
  const deleted = deleter.createExperiment(smallExperiment({ name: "deleted" }));
  deleter.close();
  const database = new DatabaseSync(databaseFile(folder.path));
  database.exec(`UPDATE runs SET status = 'done' WHERE status = 'queued'`);
  database.close();
  const hider = new Store(databaseFile(folder.path));
  hider.deleteExperiments([deleted]);
  hider.close();

  const past = inThePast(400);
  expect(await past.lab("run", name("second"))).toMatchObject({ code: 0 });
  // The newest experiment is the one made last, whatever the clock said.
  const { output } = await past.lab("runs");
  expect(output.indexOf("second")).toBeLessThan(output.indexOf("first"));
  const second = terminal.stored()!;
  expect([second.experiment.name, second.runs[0]!.status]).toEqual(["second", "done"]);
  expect(new Date(second.created).getTime()).toBeLessThan(new Date(first.created).getTime());
  expect(second.runs[0]!.records).toHaveLength(50);
  for (const { trainingSeconds, evaluationSeconds } of second.runs[0]!.records) {
    expect(Math.min(trainingSeconds, evaluationSeconds)).toBeGreaterThanOrEqual(0);
  }
  // An experiment deleted a moment ago can still be restored.
  const store = new Store(databaseFile(folder.path));
  store.restoreExperiments([deleted]);
  expect(store.experiments().map(({ name: each }) => each)).toEqual(["second", "deleted", "first"]);
  store.close();
});
