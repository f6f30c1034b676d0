import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  // They have playwright.packaged.config.ts.
  testIgnore: "packaged/**",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each test opens an Electron and trains in it; more at once only make each other slow.
  workers: 1,
});
