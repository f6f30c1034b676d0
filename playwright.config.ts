import { defineConfig } from "@playwright/test";
import { hasDisplay } from "./scripts/electron.mjs";
import { inFull } from "./src/test-size";

/** What only a page in a browser does. */
const served = "served.spec.ts";

/** These use nothing but the page, and between them they come to each view: lab, comparison and inside, with training to its end. */
const inBrowsers = ["across", "chapter", "ends", "inside", "sweep"].map((name) => `${name}.spec.ts`);

/** These use nothing but the page as well; `npm test` runs them in the window, `npm run test:full` in both browsers too. */
const inFullOnly = [
  "data-notes",
  "forgotten-parts",
  "help",
  "idle",
  "inside-four",
  "inside-passes",
  "inside-plane",
  "inside-scaling",
  "inside-try",
  "scaling",
  "variant-settings",
].map((name) => `${name}.spec.ts`);
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
