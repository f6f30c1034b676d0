import { defineConfig } from "@playwright/test";
import { hasDisplay } from "./scripts/electron.mjs";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  // They have playwright.packaged.config.ts.
  testIgnore: "packaged/**",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Windows on one display take each other's focus. Each test trains, so more than two only make each other slow.
  workers: hasDisplay() ? 1 : 2,
});
