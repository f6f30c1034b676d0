import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ExperimentDetail } from "../contract/contract";
import type { EpochRecord } from "../experiment/result";
import type { Lab } from "./lab";
import { labsOfEachTest, next, smallExperiment } from "./testing";

const { folder: home, labs } = labsOfEachTest();
beforeEach(() => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
});
afterEach(() => vi.unstubAllEnvs());

const rates = [0, 0.1, 0.2, 0.3, 0.5, 0.8];
const variants = rates.map((rate) => ({ name: `p = ${rate}`, rate }));
const training = { batchSize: 16, epochs: 9 };
/** Six variants train an epoch, the best two three, the best one nine. */
const swept = smallExperiment({
  ...{ variants, training, seeds: [1, 2] },
  evaluation: { halving: { first: 1, eta: 3 } },
});

const isOver = ({ runs }: Pick<ExperimentDetail, "runs">) => runs.every(({ ended }) => ended !== null);

async function whenOver(lab: Lab, experimentId: string): Promise<ExperimentDetail> {
  for (;;) {
    const changed = next(lab, "runChanged");
    const detail = await lab.getExperiment({ experimentId });
    if (isOver(detail)) return detail;
    await changed;
  }
}

async function trained(experiment: typeof swept): Promise<ExperimentDetail> {
  const { lab } = labs.open(home.path);
  const { id } = await lab.startExperiment({ experiment });
  const detail = await whenOver(lab, id);
  labs.close(lab);
  return detail;
}

/** Of each run, its last epoch. */
const epochsOf = ({ runs }: ExperimentDetail) =>
  Object.fromEntries(rates.map((rate) => [rate, epochsAt(runs, `p = ${rate}`)]));
const epochsAt = (runs: ExperimentDetail["runs"], name: string) =>
  runs.filter(({ variant }) => variant === name).map(({ epochsDone }) => epochsDone);

/** All that was measured, without how long it took. */
const measuredOf = ({ runs }: ExperimentDetail) =>
  runs.map(({ variant, seed, status, records, end }) => {
    const untimed = records.map((record: EpochRecord) => ({
      ...record,
      trainingSeconds: 0,
      evaluationSeconds: 0,
    }));
    return { variant, seed, status, records: untimed, end: end ?? null };
  });

test("the best third trains three times as long, and its runs are those of an experiment without halving", async () => {
  const halved = await trained(swept);
  const whole = await trained({ ...swept, evaluation: { ...swept.evaluation, halving: undefined } });

  // Ranked by the losses of the runs that never were halted.
  const lossAt = (name: string, epoch: number) =>
    whole.runs
      .filter(({ variant }) => variant === name)
      .reduce((sum, { records }) => sum + records[epoch - 1]!.validation.eval.loss, 0);
  const ranked = (names: readonly string[], epoch: number) =>
    [...names].sort((one, other) => lossAt(one, epoch) - lossAt(other, epoch));
  const two = ranked(
    variants.map(({ name }) => name),
    1,
  ).slice(0, 2);
  const [best, second] = ranked(two, 3);
  expect(epochsOf(halved)).toEqual(
    Object.fromEntries(
      variants.map(({ name, rate }) => {
        const epochs = name === best ? 9 : name === second ? 3 : 1;
        return [rate, [epochs, epochs]];
      }),
    ),
  );
  expect(halved.runs.every(({ status }) => status === "done")).toBe(true);
  for (const [index, { variant, records }] of measuredOf(halved).entries()) {
    const other = measuredOf(whole)[index]!;
    expect(records).toEqual(other.records.slice(0, records.length));
    expect(measuredOf(halved)[index]!.end).toEqual(variant === best ? other.end : null);
  }
  const checkpoints = join(home.path, "checkpoints");
  expect(existsSync(checkpoints) ? readdirSync(checkpoints) : []).toEqual([]);
});

test("a lab that is closed again and again decides as one that never was, and keeps every record", async () => {
  const undisturbed = await trained(swept);
  let lab = labs.open(home.path, 2).lab;
  const { id } = await lab.startExperiment({ experiment: swept });
  // Amid the first rung, after some decisions, at the end of the last.
  for (const epochs of [4, 14, 21]) {
    let count = (await lab.getExperiment({ experimentId: id })).runs.reduce(
      (sum, run) => sum + run.epochsDone,
      0,
    );
    if (count < epochs) await next(lab, "epochMeasured", () => ++count >= epochs);
    labs.close(lab);
    lab = labs.open(home.path, 2).lab;
    await lab.resumeExperiment({ experimentId: id });
  }
  const resumed = await whenOver(lab, id);
  expect(measuredOf(resumed)).toEqual(measuredOf(undisturbed));
});

test("runs that are stopped hold nobody up, and what is resumed later changes no decision", async () => {
  const { lab } = labs.open(home.path);
  const { id, runs } = await lab.startExperiment({ experiment: swept });
  const last = runs.filter(({ variant }) => variant === "p = 0.8").map((run) => run.id);
  await lab.stopRuns({ runIds: last });
  const before = await whenOver(lab, id);
  expect(epochsAt(before.runs, "p = 0.8")).toEqual([0, 0]);
  expect(Object.values(epochsOf(before)).flat().sort()).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 3, 3, 9, 9]);
  await lab.resumeExperiment({ experimentId: id });
  const after = await whenOver(lab, id);
  expect(after.runs.every(({ status }) => status === "done")).toBe(true);
  expect(epochsAt(after.runs, "p = 0.8")).toEqual([1, 1]);
});
