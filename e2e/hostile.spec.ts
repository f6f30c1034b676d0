import { lstat, mkdir, readdir, readFile, readlink, stat, utimes, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { build } from "vite";
import { fuzz, inFull } from "../src/test-size";
import { verbs } from "../src/contract/contract";
import { expect, test } from "./fixtures";
import { commandOf, isTrainer, processesBelow } from "./processes";
import type * as hostile from "./hostile-page";
import type { FloodOptions } from "./hostile-page";
import { smallExperiment, start, train } from "./small";

/** The page's part as one script, as an attacker would inject it. */
async function hostileScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      minify: false,
      lib: { entry: "e2e/hostile-page.ts", formats: ["iife"], name: "hostile" },
    },
  });
  const [bundle] = built as { output: { code: string }[] }[];
  return bundle!.output[0]!.code;
}

/** Closes every dialog, as a person does who did not ask for it. */
async function closeDialogs(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: "" });
  });
}

/**
 * Shows another file of the page with the same bridge, because the interface would draw each of ten thousand
 * experiments.
 */
async function leaveInterface(app: ElectronApplication, page: Page): Promise<void> {
  const file = await page.evaluate(
    () => document.querySelector<HTMLLinkElement>("link[rel=stylesheet]")!.href,
  );
  await app.evaluate(({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]!.loadURL(url), file);
  await page.waitForLoadState();
}

/** Size and time of every file below a folder. */
async function filesBelow(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of await readdir(folder, { recursive: true })) {
    // Those of trainers, which end with them: a message may stop the process that reads data.
    if (/^tmp\/dropout-lab-(?:graph|table)-/.test(name)) continue;
    const about = await lstat(join(folder, name));
    // Chromium's temporary files come and go: they change the time of their folder.
    found.set(name, about.isDirectory() ? "folder" : `${about.size} bytes of ${about.mtimeMs}`);
  }
  return found;
}

/** In the page: the epochs of all runs of an experiment. */
const epochsOf = async (experimentId: string) => {
  const answer = await window.lab.getExperiment({ experimentId });
  return answer.ok ? answer.value.runs.reduce((sum, { epochsDone }) => sum + epochsDone, 0) : 0;
};

const known = /--type=(zygote|gpu-process|renderer|utility)\b/;

const runs = inFull(10_000, 500);

test(`${runs} hostile messages to every verb (seed ${fuzz.seed})`, async ({ openLab, home }) => {
  test.skip(process.platform !== "linux", "looks at processes through /proc");
  test.setTimeout(600_000);
  // Every file that the lab could reach by mistake is in one folder, beside its own.
  const [data, outside] = [join(home, "data"), join(home, "outside")];
  for (const folder of [data, join(outside, "tmp")]) await mkdir(folder, { recursive: true });
  const secret = "the-secret-of-the-canary";
  const rows = Array.from({ length: 20 }, (_, row) => `${row},${secret}${row % 2}`).join("\n");
  const canaries = [join(outside, "canary.csv"), join(outside, "canary.json")];
  const control = join(outside, "control.csv");
  const longAgo = new Date("2020-01-01");
  for (const file of [...canaries, control]) {
    await writeFile(file, `x,${secret}\n${rows}`);
    await utimes(file, longAgo, new Date("2021-01-01"));
  }

  const { app, page } = await openLab({
    env: { DROPOUT_LAB_HOME: data, HOME: outside, XDG_CONFIG_HOME: outside, TMPDIR: join(outside, "tmp") },
  });
  await closeDialogs(app);
  await train(page, smallExperiment("done before", { variants: [{ name: "dropout" }] }));
  const experimentId = await start(page, smallExperiment("going on", { training: { epochs: 100_000 } }));
  const detail = await page.evaluate((id) => window.lab.getExperiment({ experimentId: id }), experimentId);
  if (!detail.ok) throw new Error(detail.failure.code);
  const main = app.process().pid!;
  // A trainer has its own file in the system's temporary folder while it hands its graph to TensorFlow.
  await expect.poll(() => page.evaluate(epochsOf, experimentId)).toBeGreaterThan(0);
  const before = await filesBelow(outside);

  // A process that main is just starting is still a copy of main.
  const own = await commandOf(main);
  const electron = await readlink(`/proc/${main}/exe`);
  const strangers = new Set<string>();
  let mostTrainers = 0;
  let isOver = false;
  const watch = (async () => {
    while (!isOver) {
      const found = await processesBelow(main);
      for (const { command, program } of found) {
        // Chromium's processes overwrite their own command lines; for a moment there is none to read.
        const isNaming = command.trim() === "" && program === electron;
        if (!known.test(command) && command !== own && !isNaming) strangers.add(`${program}: ${command}`);
      }
      mostTrainers = Math.max(mostTrainers, found.filter(isTrainer).length);
      await new Promise((resume) => setTimeout(resume, 100));
    }
  })();
  const options: FloodOptions = {
    seed: fuzz.seed,
    numRuns: runs,
    ids: [experimentId, ...detail.value.runs.map(({ id }) => id)],
    paths: [...canaries, "/etc/passwd", join(data, "lab.sqlite")],
    secret,
  };
  await leaveInterface(app, page);
  await page.evaluate(`${await hostileScript()}; window.hostile = hostile; 0`);
  const told = await page.evaluate(async (given) => {
    const { flood } = (window as unknown as { hostile: typeof hostile }).hostile;
    return flood(given);
  }, options);
  isOver = true;
  await watch;
  expect(told.faults).toEqual([]);
  expect(Object.keys(told.answers).sort()).toEqual(Object.keys(verbs).sort());
  for (const [verb, counts] of Object.entries(told.answers)) {
    expect(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      verb,
    ).toBe(runs);
    expect(counts["badRequest"], verb).toBeGreaterThan(runs / 10);
  }
  // The lab is the same process and answers.
  expect(app.process().pid).toBe(main);
  expect(app.process().exitCode).toBeNull();
  expect(await page.evaluate(() => window.lab.describeLab({}))).toMatchObject({ ok: true });
  // Only trainers were started: as many as the machine has cores, and those that answer questions.
  expect([...strangers]).toEqual([]);
  const cores = await page.evaluate(async () => {
    const answer = await window.lab.describeLab({});
    return answer.ok ? answer.value.cores : 0;
  });
  expect(mostTrainers).toBeLessThanOrEqual(2 * cores + 3);
  // Nothing outside the data folder was written, and nobody has opened a canary.
  await expect.poll(() => filesBelow(outside)).toEqual(before);
  const readAt = async (file: string) => (await stat(file)).atime;
  for (const canary of canaries) expect(await readAt(canary), relative(home, canary)).toEqual(longAgo);
  await readFile(control);
  expect(await readAt(control), "this file system keeps when a file was read").not.toEqual(longAgo);
});
