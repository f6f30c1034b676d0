import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RandomStream } from "../random/random";
import type { RunState } from "../engine/run";
import type { RunIdentity } from "./checkpoint-file";
import { epochToGoOn, removeCheckpoints, sweepCheckpoints } from "./checkpoint-folder";
import { Checkpoints } from "./checkpoints";
import { readSafetensors } from "./safetensors";
import { temporaryFolder } from "../lab/testing";

const identity: RunIdentity = { fingerprint: "a".repeat(64), parameters: 20, slots: 2, buffers: 3 };

/** A state with every kind of number that a file can hold; `epoch` tells states apart. */
function stateOf(epoch: number, parameters = identity.parameters): RunState {
  const { chosen, ...state } = stateWithChoice(epoch, parameters);
  return epoch > 1 ? { ...state, chosen: chosen! } : state;
}

function stateWithChoice(epoch: number, parameters: number): RunState {
  const random = new RandomStream(epoch, "dataSampling");
  const vector = () => Float32Array.from({ length: parameters }, () => random.normal());
  const weights = vector();
  weights.set([Number.NaN, -0, Number.POSITIVE_INFINITY, 1e-45]);
  return {
    training: {
      epoch,
      samplesDone: 64,
      sums: { loss: 0.1 + epoch / 3, hits: 41 },
      weights,
      buffers: vector().slice(0, 3),
      slots: [vector(), vector()],
    },
    measured: [{ loss: 1 / 3, accuracy: 0.1 }, { loss: 1e-300 }],
    trainingSeconds: 0.1,
    evaluationSeconds: 0.2,
    watched: { best: 1 / 9, worse: 2, factor: 0.05 },
    chosen: {
      ...{ epoch: epoch - 1, loss: 1 / 7, worse: 0, over: epoch % 3 === 0 },
      state: { weights: vector(), buffers: vector().slice(0, 3) },
    },
  };
}

let home: ReturnType<typeof temporaryFolder>;
let folder: string;
beforeEach(() => {
  home = temporaryFolder();
  folder = join(home.path, "checkpoints", "run");
});
afterEach(() => home.remove());

const open = (changes: Partial<RunIdentity> = {}) =>
  new Checkpoints(
    folder,
    () => ({ ...identity, ...changes }),
    () => 0,
  );
const names = () => readdirSync(folder).sort();

/** Writes the checkpoints of epochs 1, 2, … and returns their names. */
async function writeEpochs(count: number): Promise<string[]> {
  for (let epoch = 1; epoch <= count; epoch++) await open().write(stateOf(epoch));
  return names();
}

test("a run without checkpoints has none, and none is passed over", async () => {
  expect(await open().newest(9)).toEqual({ state: null, passedOver: [] });
  expect(existsSync(folder)).toBe(false);
});

test("the newest of the two that are kept comes back to the last bit, and any safetensors reader can read it", async () => {
  expect(await writeEpochs(12)).toEqual(["11-epoch-11.safetensors", "12-epoch-12.safetensors"]);
  expect(await open().newest(99)).toEqual({ state: stateOf(12), passedOver: [] });
  const tensors = readSafetensors(readFileSync(join(folder, "12-epoch-12.safetensors")));
  expect(Object.keys(tensors)).toEqual([
    ...["weights", "optimizer.0", "optimizer.1", "buffers"],
    ...["chosen.weights", "chosen.buffers"],
  ]);
  expect(tensors["weights"]!.values).toEqual(stateOf(12).training.weights);
});

test("one that is ahead of the store is passed over, as the store may have been put back", async () => {
  await writeEpochs(7);
  expect(await open().newest(6)).toMatchObject({ state: { training: { epoch: 7 } }, passedOver: [] });
  expect(await open().newest(5)).toEqual({
    state: stateOf(6),
    passedOver: [{ code: "checkpointAhead", parameters: { file: "7-epoch-7.safetensors" } }],
  });
  expect((await open().newest(4)).state).toBeNull();
  expect([6, 5, 4].map((kept) => epochToGoOn(join(home.path, "checkpoints"), "run", kept))).toEqual([
    7, 6, 1,
  ]);
});

test("one flipped bit anywhere, or a byte too few or too many, and the older one is taken", async () => {
  const [, newest] = await writeEpochs(2);
  const file = join(folder, newest!);
  const whole = readFileSync(file);
  const random = new RandomStream(1, "dataSampling");
  const damaged = [
    ...Array.from(whole, (byte, index) => {
      const bytes = Buffer.from(whole);
      bytes[index] = byte ^ (1 << random.integer(8));
      return bytes;
    }),
    ...Array.from({ length: 200 }, () => whole.subarray(0, random.integer(whole.length))),
    Buffer.concat([whole, Buffer.of(0)]),
    Buffer.concat([whole, whole]),
    Buffer.alloc(whole.length),
    Buffer.alloc(0),
  ];
  for (const bytes of damaged) {
    writeFileSync(file, bytes);
    const { state, passedOver } = await open().newest(9);
    expect(state?.training.epoch).toBe(1);
    expect(passedOver).toHaveLength(1);
    // If the flipped bit is in the name of the format or of the run, the file looks like one of another format or
    // run.
    expect(["checkpointDamaged", "checkpointOfAnotherFormat", "checkpointOfAnotherRun"]).toContain(
      passedOver[0]!.code,
    );
  }
  writeFileSync(file, whole);
  expect((await open().newest(9)).state).toEqual(stateOf(2));
});

test("random bytes, promises of huge headers and nonsense are damage, and little of them is read", async () => {
  mkdirSync(folder, { recursive: true });
  const random = new RandomStream(2, "dataSampling");
  const header = (length: bigint, text: string) => {
    const bytes = Buffer.alloc(8 + text.length);
    bytes.writeBigUInt64LE(length);
    bytes.write(text, 8);
    return bytes;
  };
  const contents = [
    ...Array.from({ length: 200 }, () => {
      const bytes = new Uint32Array(random.integer(200));
      random.fillUint32(bytes);
      return Buffer.from(bytes.buffer);
    }),
    header(2n ** 63n, "{}"),
    header(2n ** 31n, "{}"),
    ...["{}", "[]", "null", "1", '{"__metadata__":null}', '{"__metadata__":{"format":1}}'].map((text) =>
      header(BigInt(text.length), text),
    ),
  ];
  for (const bytes of contents) {
    writeFileSync(join(folder, "1-epoch-1.safetensors"), bytes);
    const { state, passedOver } = await open().newest(9);
    expect(state).toBeNull();
    expect(passedOver).toMatchObject([{ code: "checkpointDamaged" }]);
  }
  mkdirSync(join(folder, "2-epoch-1.safetensors"));
  const { passedOver } = await open().newest(9);
  expect(passedOver).toMatchObject([{ code: "checkpointDamaged" }, { code: "checkpointDamaged" }]);
  expect(JSON.stringify(passedOver)).not.toContain(home.path);
});

test("those of other runs and formats are passed over with the reason", async () => {
  const [, newest] = await writeEpochs(2);
  const reasons = async (checkpoints: Checkpoints) =>
    (await checkpoints.newest(9)).passedOver.map(({ code }) => code);
  expect(await reasons(open({ fingerprint: "b".repeat(64) }))).toEqual([
    "checkpointOfAnotherRun",
    "checkpointOfAnotherRun",
  ]);
  const file = join(folder, newest!);
  const newer = readFileSync(file, "latin1").replace("dropout-lab-checkpoint-1", "dropout-lab-checkpoint-2");
  writeFileSync(file, newer, "latin1");
  expect((await open().newest(9)).passedOver).toEqual([
    {
      code: "checkpointOfAnotherFormat",
      parameters: { format: "dropout-lab-checkpoint-2", file: newest },
    },
  ]);
});

test("what a killed process was writing is no checkpoint, and is taken out", async () => {
  const [older, newest] = await writeEpochs(2);
  const half = readFileSync(join(folder, newest!)).subarray(0, 300);
  writeFileSync(join(folder, "3-epoch-3.safetensors.4711.part"), half);
  expect(await open().newest(9)).toEqual({ state: stateOf(2), passedOver: [] });
  expect(names()).toEqual([older, newest]);
});

test("damaged ones with high numbers give way to what is written after them", async () => {
  await writeEpochs(1);
  writeFileSync(join(folder, "40-epoch-9.safetensors"), "no checkpoint");
  writeFileSync(join(folder, "41-epoch-9.safetensors"), "no checkpoint");
  await open().write(stateOf(2));
  expect(names()).toEqual(["41-epoch-9.safetensors", "42-epoch-2.safetensors"]);
  expect((await open().newest(9)).state).toEqual(stateOf(2));
  await open().write(stateOf(3));
  expect(names()).toEqual(["42-epoch-2.safetensors", "43-epoch-3.safetensors"]);
});

test("what cannot be written or read is said without a path, and leaves what is there", async () => {
  writeFileSync(join(home.path, "checkpoints"), "a file where the folder should be");
  const refused: unknown = await open()
    .write(stateOf(1))
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "checkpointNotWritten" });
  expect((refused as Error).message).not.toContain(home.path);
  const { state, passedOver } = await open().newest(9);
  expect(state).toBeNull();
  expect(passedOver).toMatchObject([{ code: "checkpointsNotRead" }]);
  expect(JSON.stringify(passedOver)).not.toContain(home.path);
});

test("a loss sum that is no number is not written: the run is about to fail", async () => {
  const state = stateOf(1);
  const sums = { loss: Number.NaN, hits: 0 };
  await open().write({ ...state, training: { ...state.training, sums } });
  expect(existsSync(folder)).toBe(false);
});

test.each([
  { chosen: "", first: 10_000, next: 40_000 },
  { chosen: "none", first: 10_000, next: 40_000 },
  { chosen: "1", first: 1000, next: 4000 },
  { chosen: "0", first: 0, next: 4000 },
  { chosen: "5", first: 5000, next: 5000 },
])(
  "with $chosen seconds chosen, one is due after its time, and later where writing takes 2 s",
  async (row) => {
    vi.stubEnv("DROPOUT_LAB_CHECKPOINT_SECONDS", row.chosen);
    let now = 0;
    const checkpoints = new Checkpoints(
      folder,
      () => {
        now += 2000;
        return identity;
      },
      () => now,
    );
    vi.unstubAllEnvs();
    now = row.first - 1;
    expect(checkpoints.isDue()).toBe(false);
    now = row.first;
    expect(checkpoints.isDue()).toBe(true);
    await checkpoints.write(stateOf(1));
    now += row.next - 1;
    expect(checkpoints.isDue()).toBe(false);
    now += 1;
    expect(checkpoints.isDue()).toBe(true);
  },
);

test("those of runs that need none are taken out", async () => {
  const checkpoints = join(home.path, "checkpoints");
  await writeEpochs(1);
  mkdirSync(join(checkpoints, "gone"));
  sweepCheckpoints(checkpoints, (runIds) => {
    expect([...runIds].sort()).toEqual(["gone", "run"]);
    return new Set(["run"]);
  });
  expect(readdirSync(checkpoints)).toEqual(["run"]);
  removeCheckpoints(checkpoints, "run");
  expect(readdirSync(checkpoints)).toEqual([]);
  sweepCheckpoints(join(home.path, "nowhere"), () => expect.fail("there is nothing to ask for"));
});
