import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, expect, test as base, type ElectronApplication, type Page } from "@playwright/test";
import { findElectron } from "../scripts/electron.mjs";

export interface OpenLab {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Main's standard output and error so far. */
  readonly log: () => string;
}

interface LabFixtures {
  /** The data folder of this test: its own, empty, gone afterwards. */
  home: string;
  /** Opens the built lab in a real Electron; can be called again after a close. */
  openLab: (options?: { arguments?: string[]; env?: Record<string, string> }) => Promise<OpenLab>;
  lab: OpenLab;
}

export const test = base.extend<LabFixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from this pattern
  home: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "dropout-lab-e2e-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  openLab: async ({ home }, use) => {
    const opened: ElectronApplication[] = [];
    await use(async ({ arguments: extra = [], env = {} } = {}) => {
      const electron = findElectron();
      if (!electron) throw new Error("No Electron: run `npm run setup`.");
      const app = await _electron.launch({
        executablePath: electron.path,
        // Chromium refuses to run as root with its sandbox.
        args: [resolve("."), ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...extra],
        env: {
          ...(process.env as Record<string, string>),
          DROPOUT_LAB_HOME: home,
          LANG: "en_US.UTF-8",
          ...env,
        },
      });
      opened.push(app);
      let log = "";
      app.process().stdout?.on("data", (chunk: Buffer) => (log += chunk.toString()));
      app.process().stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
      return { app, page: await app.firstWindow(), log: () => log };
    });
    await Promise.all(opened.map((app) => app.close().catch(() => undefined)));
  },
  lab: async ({ openLab }, use) => use(await openLab()),
});

/** Chooses an option of an Element Plus select by its accessible names. */
export async function choose(page: Page, combobox: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: combobox, exact: true }).click();
  await page.getByRole("option", { name: option }).click();
}

export { expect };
