import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { openTestRedis } from "../src/distributed/testing";
import { type BrowserLab, obstacleToBrowser, openLabInBrowser } from "./browser-lab";
import { expect, test as base } from "./fixtures";
import { smallExperiment, start } from "./small";

/** Why there can be no queue here; in CI everything must. */
const obstacle =
  obstacleToBrowser("chromium") ??
  (existsSync("/usr/bin/redis-server") || process.env["CI"] ? null : "no redis-server");

interface Queued {
  readonly lab: BrowserLab;
  /** Starts a worker with a home of its own. @returns what kills it and its trainers */
  work(name: string): Promise<() => void>;
}

/** The lab as `lab serve --queue` shows it, and workers at the same Redis. */
const test = base.extend<{ queued: Queued }>({
  queued: async ({ home }, use, testInfo) => {
    testInfo.skip(obstacle !== null, obstacle ?? "");
    const redis = await openTestRedis();
    const place = ["--queue", redis.url, "--shared", join(home, "all")];
    const kills: (() => void)[] = [];
    const lab = await openLabInBrowser(home, "chromium", place);
    await use({
      lab,
      async work(name) {
        const folder = join(home, name);
        mkdirSync(folder);
        const soon = { DROPOUT_LAB_LEASE_SECONDS: "1", DROPOUT_LAB_BACKEND: "cpu" };
        const worker = spawn(process.execPath, ["dist/cli.cjs", "worker", ...place, "--jobs", "1"], {
          env: { ...process.env, ...soon, DROPOUT_LAB_HOME: folder },
          stdio: ["ignore", "pipe", "inherit"],
          detached: true,
        });
        kills.push(
          () =>
            worker.exitCode === null && worker.signalCode === null && process.kill(-worker.pid!, "SIGKILL"),
        );
        await once(worker.stdout, "data");
        return kills.at(-1)!;
      },
    });
    for (const kill of kills) kill();
    await lab.close();
    await redis.close();
  },
});

test("machines at a queue: each with its runs; one that dies is taken over; pause, continue and stop reach them", async ({
  queued: { lab, work },
}) => {
  const { page } = lab;
  const machines = page.getByRole("region", { name: "Machines" });
  await expect(machines).toContainText("No machine is at the queue yet");
  const [kill] = await Promise.all([work("one"), work("two")]);
  const rows = machines.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(machines).toContainText("2 connected");

  await start(page, smallExperiment("far", { training: { batchSize: 16, epochs: 100_000 }, seeds: [1] }));
  await expect(rows.nth(1)).toContainText("1 of 1");
  await expect(rows.nth(2)).toContainText("1 of 1");
  await expect(machines).toContainText("no dropout, seed 1");

  kill();
  await work("three");
  await expect(machines).toContainText("1 run given to another machine after its own was lost", {
    timeout: 30_000,
  });
  await expect(machines).toContainText("2 connected", { timeout: 30_000 });
  await expect(rows.filter({ hasText: "1 of 1" })).toHaveCount(2);

  const controls = page.getByRole("group", { name: "Training", exact: true });
  await controls.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("2 paused")).toBeVisible();
  await controls.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("2 paused")).toBeHidden();
  await controls.getByRole("button", { name: "Stop" }).click();
  await expect(rows.filter({ hasText: "0 of 1" })).toHaveCount(2, { timeout: 30_000 });
});
