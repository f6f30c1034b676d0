import { defineConfig } from "@playwright/test";
import { hasDisplay } from "./scripts/electron.mjs";

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

export default defineConfig<{ where: string }>({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  // They have playwright.packaged.config.ts.
  testIgnore: "packaged/**",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Windows on one display take each other's focus. Each test trains, so more than two only make each other slow.
  workers: hasDisplay() ? 1 : 2,
  projects: [
    { name: "window" },
    // The page without a desktop around it, in a browser of today.
    { name: "chromium", testMatch: inBrowsers, use: { where: "chromium" } },
  ],
});
