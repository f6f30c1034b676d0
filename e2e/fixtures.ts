import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base, type ElectronApplication } from "@playwright/test";
import { type OpenLab, openLabWindow, type OpenOptions } from "./open-lab";

interface LabFixtures {
  /** The data folder of this test: new, empty, removed afterwards. */
  home: string;
  /** Opens the lab's window on that folder; can be called again after a close. */
  openLab: (options?: Omit<OpenOptions, "home">) => Promise<OpenLab>;
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
    await use(async (options = {}) => {
      const lab = await openLabWindow({ home, ...options });
      opened.push(lab.app);
      return lab;
    });
    await Promise.all(opened.map((app) => app.close().catch(() => undefined)));
  },
  lab: async ({ openLab }, use) => use(await openLab()),
});

export { expect };
