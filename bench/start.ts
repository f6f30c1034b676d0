import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLabWindow } from "../e2e/open-lab";

/**
 * How long from starting the program until its window can be used: until the first picture, and until Run can be
 * pressed. The first start makes the data folder and warms the disk, and is left out. The time that Playwright takes to
 * get hold of the program is in the numbers.
 *
 *     xvfb-run -a node bench/run.mjs bench/start.ts [starts]
 */
const starts = Number(process.argv[2] ?? 10);
const home = await mkdtemp(join(tmpdir(), "dropout-lab-start-"));
try {
  await start();
  const measured = [];
  for (let index = 0; index < starts; index++) measured.push(await start());
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

/** Milliseconds since the process started. */
async function start(): Promise<{ picture: number; usable: number }> {
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

function tell(what: string, milliseconds: readonly number[]): void {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const [median, worst] = [sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
  console.log(`${what}: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${sorted.length}`);
}
