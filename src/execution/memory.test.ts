import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openTerminal } from "../cli/testing";
import { failureOf, openTestLab, smallExperiment, temporaryFolder, type TestLab } from "../lab/testing";

let folder: ReturnType<typeof temporaryFolder>;
let open: TestLab;
beforeEach(() => {
  folder = temporaryFolder();
  open = openTestLab(folder.path);
});
afterEach(() => {
  open.lab.close();
  folder.remove();
  vi.unstubAllEnvs();
});

const wide = (units: number) => ({
  layers: [
    { type: "dense" as const, units },
    { type: "relu" as const },
    { type: "dense" as const, units },
    { type: "dense" as const, units: 2 },
  ],
});

test("a network that no memory holds is refused, and nothing of it is kept", async () => {
  const experiment = smallExperiment({ network: wide(65_536) });
  const { code, parameters } = await failureOf(open.lab.startExperiment({ experiment }));
  expect([code, parameters["parameters"]]).toEqual(["networkTooLarge", 4_295_360_514]);
  expect(parameters["limit"]).toBeLessThanOrEqual(240_000_000);
  expect(await open.lab.listExperiments()).toEqual([]);
  expect(open.trainers).toEqual([]);
});

test("a batch of maps that no memory holds is refused, with the memory that it needs", async () => {
  const side = 4096;
  const layers = [
    { type: "dense" as const, units: 1024 },
    { type: "reshape" as const, height: 32, width: 32, channels: 1 },
    { type: "conv2d" as const, filters: side, kernelSize: 1 },
    { type: "conv2d" as const, filters: side, kernelSize: 1 },
    { type: "globalAveragePool2d" as const },
    { type: "dense" as const, units: 2 },
  ];
  const experiment = smallExperiment({
    network: { layers },
    training: { batchSize: 1_000_000 },
    data: { ...smallExperiment().data, train: 1_000_000 },
  });
  const { code, parameters } = await failureOf(open.lab.startExperiment({ experiment }));
  // 8,394,754 values of four bytes for a million rows: two layers of 32 × 32 × 4096 values, and some more.
  expect([code, parameters["gigabytes"]]).toEqual(["batchTooLarge", 33579]);
  expect(open.trainers).toEqual([]);
});

test("JavaScript's heap at its end ends one process by name, and the next question is answered", async () => {
  const path = join(folder.path, "wide.csv");
  const names = Array.from({ length: 400_000 }, (_, number) => `f${number}`).join(",");
  writeFileSync(path, `${names},kind\n${"1,".repeat(400_000)}a\n${"2,".repeat(400_000)}b\n`);
  const { data } = smallExperiment({
    data: { source: "csv", path, target: "kind", train: 1, validation: 1 },
  });
  vi.stubEnv("NODE_OPTIONS", "--max-old-space-size=24");
  const failure = await failureOf(open.lab.previewData({ data }));
  expect(failure).toMatchObject({ code: "trainerOutOfMemory" });
  expect(failure.parameters["detail"]).toBe("heap out of memory");
  vi.unstubAllEnvs();
  expect(await open.lab.previewData({ data })).toMatchObject({ rows: 2, shape: { features: 400_000 } });
});

test("native memory at its end fails the run by name after a second try; the other runs are trained", async () => {
  // Enough for TensorFlow and the narrow network, in each process.
  const terminal = openTerminal({ within: ["prlimit", "--as=3500000000"] });
  try {
    const name = terminal.write(
      "wide.json",
      smallExperiment({
        network: wide(8000),
        training: { batchSize: 64, epochs: 2 },
        variants: [{ name: "wide" }, { name: "narrow", width: 0.001 }],
      }),
    );
    const { code, errors } = await terminal.lab("run", name, "--jobs", "1");
    // Some native code fails with a message, some with a null pointer; which one reaches its limit first varies.
    const named = "The training process (ran out of memory|crashed with SIGSEGV.*memory may have run out)";
    expect(errors).toMatch(new RegExp(`again: wide, seed 1: ${named}`));
    expect(errors).toMatch(new RegExp(`failed: wide, seed 1: ${named}`));
    expect(errors).toMatch(/done: narrow, seed 1/);
    expect(code).toBe(1);
    const runs = terminal.stored()!.runs;
    expect(runs.map(({ status, attempt, records }) => [status, attempt, records.length])).toEqual([
      ["failed", 2, 0],
      ["done", 1, 2],
    ]);
  } finally {
    terminal.close();
  }
});
