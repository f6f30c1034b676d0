import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLabWindow } from "../e2e/open-lab";

/**
 * How long from starting the program until it can be used.
 *
 * The window: until the first picture, and until Run can be pressed. The first start makes the data folder and warms the disk, and is left
 * out. The time that Playwright takes to get hold of the program is in the numbers.
 *
 *     xvfb-run -a node bench/run.mjs bench/start.ts [starts]
 *
 * `lab run textbook --epochs 1 --seeds 1,` with a new store, from its start to its end, and what its parts take, of its own process and of
 * one trainer (after `npm run build`). Notes of the parts come in separate runs: they cost time.
 *
 *     node bench/run.mjs bench/start.ts run [starts]
 */
const [, , first] = process.argv;
if (first === "run") await measureRun(Number(process.argv[3] ?? 10));
else await measureWindow(Number(first ?? 10));

async function measureWindow(starts: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "dropout-lab-start-"));
  try {
    await start(home);
    const measured = [];
    for (let index = 0; index < starts; index++) measured.push(await start(home));
    tell(
      "first picture",
      measured.map(({ picture }) => picture),
    );
    tell(
      "Run can be pressed",
      measured.map(({ usable }) => usable),
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function measureRun(starts: number): Promise<void> {
  await run();
  const whole: number[] = [];
  const parts = new Map<string, { wall: number[]; cpu: number[] }>();
  for (let index = 0; index < starts; index++) {
    whole.push((await run()).wall);
    for (const { part, wall, cpu } of partsIn((await run("parts")).notes)) {
      const known = parts.get(part) ?? { wall: [], cpu: [] };
      parts.set(part, { wall: [...known.wall, wall], cpu: [...known.cpu, cpu] });
    }
  }
  tell("lab run", whole);
  for (const [part, { wall, cpu }] of parts) {
    tell(part, wall, `, ${median(cpu).toFixed(0)} ms of processor time`);
  }
}

/** What bench/run-parts.mjs writes: this part of the start begins. */
interface Note {
  readonly program: "cli" | "trainer";
  readonly pid: number;
  readonly what: string;
  readonly at: number;
  /** Milliseconds of processor time of all its threads until then. */
  readonly cpu: number;
}

/** Milliseconds from the start to the end. @param noted by default nothing */
async function run(noted?: "parts"): Promise<{ wall: number; notes: Note[] }> {
  const home = await mkdtemp(join(tmpdir(), "dropout-lab-start-"));
  try {
    const file = join(home, "parts");
    const preload = `--import ${join(import.meta.dirname, "run-parts.mjs")}`;
    const env = { ...process.env, DROPOUT_LAB_HOME: home };
    const begun = performance.now();
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, "../dist/cli.cjs"), ..."run textbook --epochs 1 --seeds 1,".split(" ")],
      { stdio: "ignore", env: noted ? { ...env, LAB_PARTS: file, NODE_OPTIONS: preload } : env },
    );
    const [code] = (await once(child, "exit")) as [number];
    const wall = performance.now() - begun;
    if (code !== 0) throw new Error(`lab run ended with ${code}`);
    const lines = noted ? (await readFile(file, "utf8")).trim().split("\n") : [];
    return { wall, notes: lines.map((line) => JSON.parse(line) as Note) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The parts of each process, in their order; of several notes of the same, the first begins it, and of results the last. */
function partsIn(notes: readonly Note[]): { part: string; wall: number; cpu: number }[] {
  return [...new Set(notes.map(({ pid }) => pid))].flatMap((pid) => {
    const own = notes.filter((note) => note.pid === pid);
    const kept = own.filter(({ what }, index) => {
      const others = what === "result" ? own.slice(index + 1) : own.slice(0, index);
      return !others.some((other) => other.what === what);
    });
    return kept.slice(0, -1).map(({ program, what, at, cpu }, index) => {
      const next = kept[index + 1]!;
      return { part: `${program}: ${what}`, wall: next.at - at, cpu: next.cpu - cpu };
    });
  });
}

/** Milliseconds since the process started. */
async function start(home: string): Promise<{ picture: number; usable: number }> {
  const { app, page } = await openLabWindow({ home });
  const times = await page.waitForFunction(
    () => {
      const run = document.querySelector<HTMLButtonElement>("header [role=group] .el-button--primary");
      const [picture] = performance.getEntriesByName("first-contentful-paint");
      if (!run || run.disabled || !picture) return null;
      return { picture: performance.timeOrigin + picture.startTime, usable: Date.now() };
    },
    null,
    { polling: "raf" },
  );
  const { picture, usable } = (await times.jsonValue())!;
  // Only Electron's main process has this number; Node has none.
  const created = await app.evaluate(() =>
    (process as unknown as { getCreationTime(): number }).getCreationTime(),
  );
  await app.close();
  return { picture: picture - created, usable: usable - created };
}

function tell(what: string, milliseconds: readonly number[], more = ""): void {
  const middle = median(milliseconds).toFixed(0);
  const worst = Math.max(...milliseconds).toFixed(0);
  console.log(`${what}: median ${middle} ms, worst ${worst} ms of ${milliseconds.length}${more}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
