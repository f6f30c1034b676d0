import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ["{src,electron,renderer,scripts}/**/*.test.{ts,mjs}"],
    // By default one core is left for the watch mode.
    maxWorkers: "100%",
    // Tests train networks and start real processes. The limit ends what hangs, however busy the machine.
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
});
