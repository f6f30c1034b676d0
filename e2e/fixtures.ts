import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import { hasDisplay } from "../scripts/electron.mjs";
import { type BrowserName, obstacleToBrowser, openLabInBrowser } from "./browser-lab";
import { type OpenLab, openLabWindow, type OpenOptions } from "./open-lab";

interface LabFixtures {
  /** Where the page runs: the lab's own window, or a browser in front of `lab serve`. */
  where: "window" | BrowserName;
  /** The data folder of this test: new, empty, removed afterwards. */
  home: string;
  /** Opens the lab's window on that folder; can be called again after a close. */
  openLab: (options?: Omit<OpenOptions, "home">) => Promise<OpenLab>;
  lab: OpenLab;
}

export const test = base.extend<LabFixtures, { display: string }>({
  /** Without a display, each worker has one of its own, so that no test takes another's focus or clipboard. */
  display: [
    // eslint-disable-next-line no-empty-pattern -- as below
    async ({}, use) => {
      if (hasDisplay()) return use(process.env["DISPLAY"] ?? "");
      const screen = ["-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-displayfd", "1"];
      const server = spawn("Xvfb", screen, { stdio: ["ignore", "pipe", "ignore"] });
      const [number] = (await once(server.stdout, "data")) as [Buffer];
      const display = `:${String(number).trim()}`;
      process.env["DISPLAY"] = display;
      await use(display);
      server.kill();
      delete process.env["DISPLAY"];
    },
    { scope: "worker", auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from this pattern
  home: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "dropout-lab-e2e-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  where: ["window", { option: true }],
  openLab: async ({ home, where }, use, testInfo) => {
    const obstacle = where === "window" ? null : obstacleToBrowser(where);
    testInfo.skip(obstacle !== null, obstacle ?? "");
    const ends: (() => Promise<unknown>)[] = [];
    await use(async (options = {}) => {
      if (where !== "window") {
        const lab = await openLabInBrowser(home, where);
        ends.push(() => lab.close());
        return lab;
      }
      const lab = await openLabWindow({ home, ...options });
      ends.push(() => lab.app.close());
      return lab;
    });
    await Promise.all(ends.map((end) => end().catch(() => undefined)));
  },
  lab: async ({ openLab }, use) => use(await openLab()),
});

export { expect };
