import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Result } from "../experiment/result";
import { anything } from "../store/testing";
import type { Lab } from "../lab/lab";
import { readSafetensors, writeSafetensors } from "../artifacts/safetensors";
import {
  end,
  endlessExperiment,
  failureOf,
  next,
  OpenLabs,
  smallExperiment,
  temporaryFolder,
} from "../lab/testing";

/** A lab's results with real runs, imported into another lab with its own store. */
let here: ReturnType<typeof temporaryFolder>;
let there: ReturnType<typeof temporaryFolder>;
const labs = new OpenLabs();
beforeEach(() => {
  // This backend starts in a third of the time.
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  [here, there] = [temporaryFolder(), temporaryFolder()];
});
afterEach(() => {
  labs.closeAll();
  here.remove();
  there.remove();
  vi.unstubAllEnvs();
});

function openLab(folder: string): Lab {
  return labs.open(folder).lab;
}

/** A small experiment's result in `there`, and that lab's own data about it. */
async function madeElsewhere(changes: Parameters<typeof smallExperiment>[0] = {}) {
  const lab = openLab(there.path);
  const variants = [
    { name: "no dropout", rate: 0 },
    { name: "wide", width: 2 },
  ];
  const { id, runs } = await lab.startExperiment({ experiment: smallExperiment({ variants, ...changes }) });
  await Promise.all(runs.map((run) => end(lab, run.id)));
  const file = await lab.writeResult(id, join(there.path, "out"));
  return { file, original: await lab.getExperiment({ experimentId: id }) };
}

function change(file: string, damage: (result: Result) => void): void {
  const result = JSON.parse(readFileSync(file, "utf8")) as Result;
  damage(result);
  writeFileSync(file, JSON.stringify(result));
}

test("comes in with every record, status, weight and its environment, and goes out as it was", async () => {
  const { file, original } = await madeElsewhere();
  const lab = openLab(here.path);
  const { summary, weightsMissing } = await lab.importResult(file);
  expect(weightsMissing).toBe(0);
  const detail = await lab.getExperiment({ experimentId: summary.id });
  expect(detail).toMatchObject({
    created: original.created,
    experiment: original.experiment,
    environment: original.environment,
  });
  const told = ({ variant, rate, seed, status, failure, records }: (typeof detail.runs)[number]) => ({
    variant,
    rate,
    seed,
    status,
    failure,
    records,
  });
  expect(detail.runs.map(told)).toEqual(original.runs.map(told));
  expect(detail.runs.every(({ ended }) => ended !== null)).toBe(true);
  await lab.writeResult(summary.id, join(here.path, "again"));
  for (const name of readdirSync(join(there.path, "out"))) {
    expect(
      readFileSync(join(here.path, "again", name)).equals(readFileSync(join(there.path, "out", name))),
      name,
    ).toBe(true);
  }
  // The lab handles it like its own experiments.
  const history = await lab.searchHistory(anything);
  expect(history.page[0]).toMatchObject({ id: summary.id, imported: true });
});

test("a second import says that it is there, unless it was deleted", async () => {
  const { file, original } = await madeElsewhere({ seeds: [1] });
  const lab = openLab(here.path);
  const { summary } = await lab.importResult(file);
  const failure = await failureOf(lab.importResult(file));
  expect(failure).toMatchObject({ code: "resultThereAlready", parameters: { name: "small" } });
  expect(await lab.listExperiments()).toHaveLength(1);
  await lab.deleteExperiments({ experimentIds: [summary.id] });
  expect((await lab.importResult(file)).summary.runs).toHaveLength(original.runs.length);
  expect(await lab.listExperiments()).toHaveLength(1);
});

test("what was trained here is not taken in again: however it was named, moved or cut, and deleted it comes back", async () => {
  const { file } = await madeElsewhere();
  const lab = openLab(there.path);
  const [own] = await lab.listExperiments();
  const refused = { code: "resultTrainedHere", parameters: { name: "small", id: own!.id } };
  expect(await failureOf(lab.importResult(file))).toMatchObject(refused);
  // Exported while it was training, then rewritten by another program.
  change(file, ({ runs }) => {
    runs[0]!.epochs.length = 1;
    runs[0]!.status = "running";
    delete runs[0]!.end;
    runs[1]!.weights = null;
  });
  expect(await failureOf(lab.importResult(file))).toMatchObject(refused);
  await lab.annotateExperiment({ experimentId: own!.id, name: "mine", note: "kept" });
  expect(await failureOf(lab.importResult(file))).toMatchObject({ parameters: { name: "mine" } });
  expect(await lab.listExperiments()).toHaveLength(1);

  await lab.deleteExperiments({ experimentIds: [own!.id] });
  expect(await lab.importResult(file)).toMatchObject({
    restored: true,
    summary: { id: own!.id, name: "mine" },
  });
  expect(await lab.listExperiments()).toHaveLength(1);

  // A result with other numbers is another result.
  change(file, ({ runs }) => {
    runs[1]!.epochs[0]!.training.loss += 1;
  });
  expect(await lab.importResult(file)).toMatchObject({ restored: false });
  expect(await lab.listExperiments()).toHaveLength(2);
});

test("a result that comes back from another lab is known there and here", async () => {
  const { file } = await madeElsewhere({ seeds: [1] });
  const lab = openLab(here.path);
  const { summary } = await lab.importResult(file);
  const back = await lab.writeResult(summary.id, join(here.path, "back"));
  change(back, (result) => (result.experiment = { ...result.experiment, name: "renamed" }));
  expect(await failureOf(openLab(there.path).importResult(back))).toMatchObject({
    code: "resultTrainedHere",
  });
  expect(await failureOf(lab.importResult(back))).toMatchObject({ code: "resultThereAlready" });
});

test("several at once: what is wrong with one keeps none of the others away", async () => {
  const { file } = await madeElsewhere({ seeds: [1] });
  const broken = join(there.path, "broken.json");
  writeFileSync(broken, "{");
  const lab = openLab(here.path);
  const { imported, refused } = await lab.importResults([
    broken,
    file,
    file,
    join(there.path, "out", "analysis.json"),
    join(there.path, "none.json"),
  ]);
  expect(imported).toMatchObject([{ restored: false, weightsMissing: 0, summary: { name: "small" } }]);
  expect(refused.map(({ failure }) => failure.code)).toEqual([
    "documentEndsEarly",
    "resultThereAlready",
    "fileIsAnalysis",
    "documentNotRead",
  ]);
});

test("a run that was going on is interrupted here, and can be resumed", async () => {
  const elsewhere = openLab(there.path);
  const { id, runs } = await elsewhere.startExperiment({ experiment: endlessExperiment() });
  await next(elsewhere, "epochMeasured", ({ record }) => record.epoch === 3);
  const file = await elsewhere.writeResult(id, join(there.path, "out"));
  const lab = openLab(here.path);
  const { summary } = await lab.importResult(file);
  expect(summary.runs[0]).toMatchObject({ status: "interrupted", seed: runs[0]!.seed });
  expect(summary.runs[0]!.epochsDone).toBeGreaterThanOrEqual(3);
  await lab.resumeExperiment({ experimentId: summary.id });
  // The lab measures the imported epochs again, finds them equal, and only then announces new ones.
  const { record } = await next(lab, "epochMeasured");
  expect(record.epoch).toBe(summary.runs[0]!.epochsDone + 1);
});

test("the data file beside it is found, and named by whoever resumes where it is not there", async () => {
  writeFileSync(join(there.path, "t.csv"), "x,y,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n");
  const data = {
    source: "csv",
    path: join(there.path, "t.csv"),
    target: "kind",
    train: 2,
    validation: 2,
  } as const;
  const { file } = await madeElsewhere({ data });
  const lab = openLab(here.path);
  const { summary } = await lab.importResult(file);
  const detail = await lab.getExperiment({ experimentId: summary.id });
  expect(detail.experiment.data).toMatchObject({ path: join(there.path, "t.csv") });
});

describe("is refused with the place, and nothing is changed:", () => {
  test("damaged text, measures, weights of another shape, weights that are none", async () => {
    const { file } = await madeElsewhere();
    const sound = readFileSync(file);
    const lab = openLab(here.path);
    const refused = async (code: string, detail: string | RegExp) => {
      const failure = await failureOf(lab.importResult(file));
      expect(failure.code).toBe(code);
      expect(failure.message).toMatch(detail);
      expect(failure.message).not.toContain(there.path);
      expect(await lab.listExperiments()).toEqual([]);
    };
    writeFileSync(file, sound.subarray(0, sound.length / 2));
    await refused("documentEndsEarly", "result.json");
    writeFileSync(file, sound);
    change(file, ({ runs }) => {
      runs[1]!.epochs[2]!.epoch = 2;
      runs[0]!.seed = 9;
    });
    await refused("resultFaults", /runs\[0\]\.seed: .*\n.*runs\[1\]\.epochs\[2\]\.epoch: /);

    writeFileSync(file, sound);
    const { runs } = JSON.parse(sound.toString()) as Result;
    const [first, second] = runs.map(({ weights }) => join(there.path, "out", weights!)) as [string, string];
    const kept = readFileSync(second);
    // The variant "wide" has twice the units.
    writeFileSync(second, readFileSync(first));
    await refused(
      "resultFaults",
      /runs\[1\]\.weights: .*layers\.0\.kernel has shape \[2, 8\] in place of \[2, 16\]/,
    );
    const tensors = readSafetensors(kept);
    tensors["layers.0.bias"]!.values[3] = NaN;
    writeFileSync(second, writeSafetensors(tensors));
    await refused("resultFaults", /layers\.0\.bias has values that are not finite/);
    const lacking = readSafetensors(kept);
    delete lacking["layers.3.bias"];
    writeFileSync(second, writeSafetensors(lacking));
    await refused("resultFaults", /layers\.3\.bias is missing/);
    writeFileSync(
      second,
      writeSafetensors({ ...readSafetensors(kept), more: { shape: [1], values: Float32Array.of(1) } }),
    );
    await refused("resultFaults", /more is of no layer/);
    for (const bytes of [
      kept.subarray(0, kept.length - 4),
      kept.subarray(0, 5),
      Buffer.from("no weights"),
      Buffer.alloc(0),
    ]) {
      writeFileSync(second, bytes);
      await refused("resultFaults", /runs\[1\]\.weights: These weights are not a safetensors file/);
    }
    // Everything is valid again, so the failed attempts must have left nothing behind.
    writeFileSync(second, kept);
    expect((await lab.importResult(file)).summary.runs).toHaveLength(2);
  });

  test("a file that is not there, and a folder", async () => {
    const lab = openLab(here.path);
    expect((await failureOf(lab.importResult(join(here.path, "none.json")))).code).toBe("documentNotRead");
    expect((await failureOf(lab.importResult(here.path))).code).toBe("fileIsNoFile");
  });
});

test("weights that were not sent along are counted, and their runs come without", async () => {
  const { file } = await madeElsewhere();
  renameSync(file, join(there.path, "result.json"));
  rmSync(join(there.path, "out"), { recursive: true });
  const lab = openLab(here.path);
  const { summary, weightsMissing } = await lab.importResult(join(there.path, "result.json"));
  expect(weightsMissing).toBe(2);
  const again = await lab.writeResult(summary.id, join(here.path, "again"));
  expect((JSON.parse(readFileSync(again, "utf8")) as Result).runs.map(({ weights }) => weights)).toEqual([
    null,
    null,
  ]);
});
