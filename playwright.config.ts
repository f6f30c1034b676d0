import { defineConfig } from "@playwright/test";
import { hasDisplay } from "./scripts/electron.mjs";
import { inFull } from "./src/test-size";

/** What only a page in a browser does. */
const served = "served.spec.ts";

/** These use nothing but the page. */
const inBrowsers = [
  "across",
  "chapter",
  "ends",
  "forgotten-parts",
  "inside",
  "inside-four",
  "inside-passes",
  "inside-plane",
  "inside-scaling",
  "scaling",
  "sweep",
  "variant-settings",
].map((name) => `${name}.spec.ts`);

/** As well, where time does not matter (`npm run test:full`). */
const inFullOnly = ["data-notes", "help", "idle", "inside-try"].map((name) => `${name}.spec.ts`);
const isFull = inFull(true, false);

export default defineConfig<{ where: string }>({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Windows on one display take each other's focus. Each test trains, so more than two only make each other slow.
  workers: hasDisplay() ? 1 : 2,
  projects: [
    // Those of packaged have playwright.packaged.config.ts.
    { name: "window", testIgnore: ["packaged/**", served] },
    // The page without a desktop around it, in browsers of today.
    {
      name: "chromium",
      testMatch: [...inBrowsers, ...(isFull ? inFullOnly : []), served],
      use: { where: "chromium" },
    },
    {
      name: "firefox",
      testMatch: isFull
        ? [...inBrowsers, ...inFullOnly, served]
        : [served, "inside.spec.ts", "inside-try.spec.ts"],
      // WebDriver BiDi cannot ask for less motion, and axe ends this Firefox's tab.
      grepInvert: /no motion|axe finds/,
      use: { where: "firefox" },
    },
  ],
});
