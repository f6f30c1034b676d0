import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ["{src,electron,renderer,scripts}/**/*.test.{ts,mjs}"],
    // Tests train networks and start real processes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
