import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { findElectron } from "../scripts/electron.mjs";
import { expect, test } from "./fixtures";
import { smallExperiment } from "./small";

async function writeDocument(home: string, name: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const path = join(home, `${name}.dropout.json`);
  await writeFile(path, JSON.stringify(smallExperiment(name)));
  return path;
}

const shownName = (page: Page) => page.getByRole("textbox", { name: "Experiment name" });

/** Starts the program once more, like a double click on a document, and returns its exit code. */
async function startAgain(home: string, document: string): Promise<number | null> {
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(findElectron()!.path, [...sandbox, resolve("."), document], {
    env: { ...process.env, DROPOUT_LAB_HOME: home },
    stdio: "ignore",
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

test("a document that the lab is started with is shown", async ({ openLab, home }) => {
  const { page } = await openLab({ arguments: [await writeDocument(home, "started with it")] });
  await expect(shownName(page)).toHaveValue("started with it");
});

test("a second start shows its document in the window that is there, and ends", async ({ lab, home }) => {
  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize());
  expect(await startAgain(home, await writeDocument(home, "double-clicked"))).toBe(0);
  await expect(shownName(lab.page)).toHaveValue("double-clicked");
  const windows = await lab.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isMinimized()),
  );
  expect(windows).toEqual([false]);
});

test("what is not an experiment is refused by name", async ({ openLab, home }) => {
  const path = join(home, "broken.dropout.json");
  await writeFile(path, "{");
  const { page } = await openLab({ arguments: [path] });
  await expect(page.getByText(/broken\.dropout\.json/).first()).toBeVisible();
});
