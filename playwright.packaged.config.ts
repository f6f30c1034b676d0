import { defineConfig } from "@playwright/test";

/** The packaged program's own tests: they want what `npm run package` makes. */
export default defineConfig({
  testDir: "e2e/packaged",
  outputDir: "test-results",
  timeout: 240_000,
  workers: 1,
});
