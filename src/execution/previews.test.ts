import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { built, temporaryFolder } from "../lab/testing";
import { type DataConfig, dataSchema } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { Previews } from "./previews";
import { nodeLauncher, type WorkerExit, type WorkerLauncher } from "./workers";

let home: ReturnType<typeof temporaryFolder>;
let ends: Promise<WorkerExit>[];
let launch: WorkerLauncher;
let previews: Previews;

beforeEach(() => {
  home = temporaryFolder();
  ends = [];
  const start = nodeLauncher(built("trainer.cjs"));
  launch = async () => {
    const worker = await start();
    ends.push(new Promise((resolve) => worker.onExit(resolve)));
    return worker;
  };
  previews = new Previews(launch);
});
afterEach(() => {
  previews.close();
  home.remove();
});

function table(): DataConfig {
  const path = join(home.path, "table.csv");
  writeFileSync(
    path,
    `x,kind\n${Array.from({ length: 40 }, (_, row) => `${row / 7},${row % 2}`).join("\n")}\n`,
  );
  return dataSchema.parse({ source: "table", path, target: "kind", train: 20, validation: 10 });
}

test("the process that looks for an experiment ends with its answers, all of them", async () => {
  const data = table();
  const [one, other] = await Promise.all([previews.ask(data), previews.ask({ ...data, seed: 2 })]);
  expect([one.rows, other.rows]).toEqual([40, 40]);
  expect(ends).toHaveLength(1);
  await ends[0];
  expect((await previews.ask(data)).rows).toBe(40);
  expect(ends).toHaveLength(2);
});

test("a process at rest has ended, and what it found is still known", async () => {
  const data = table();
  const shown = await previews.show(data);
  await previews.rest();
  await ends[0];
  expect(await previews.ask(data)).toEqual(shown);
  expect(ends).toHaveLength(1);
  expect((await previews.show({ ...data, seed: 2 })).rows).toBe(40);
  expect(ends).toHaveLength(2);
});

test.each([
  ["a signal, as of native code that used a null pointer", "process.kill(process.pid, 'SIGSEGV')", "SIGSEGV"],
  ["a signal, as of a native library that gave up", "process.abort()", "SIGABRT"],
  ["a code", "process.exit(3)", "3"],
])(
  "a reading process that ends by %s is told with the file's name, and the next one reads",
  async (_, end, told) => {
    const program = join(home.path, "end.cjs");
    writeFileSync(program, `process.on("message", ({ type }) => { if (type === "preview") ${end}; });`);
    const data = table();
    vi.stubEnv("NODE_OPTIONS", `--require ${program}`);
    const failure = await previews.show(data).catch((error: unknown) => error as LabError);
    vi.unstubAllEnvs();
    expect(failure).toBeInstanceOf(LabError);
    expect(failure).toMatchObject({ code: "readerCrashed", parameters: { file: "table.csv", end: told } });
    expect((await previews.show(data)).rows).toBe(40);
  },
);
