import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// The window's page. The bundles that run on Node are made by scripts/build.mjs.
export default defineConfig({
  root: fileURLToPath(new URL("renderer", import.meta.url)),
  // The page is opened from a folder, not from the root of a server.
  base: "./",
  plugins: [vue()],
  build: {
    emptyOutDir: true,
    // Electron 22, the oldest that the lab runs in, is Chromium 108.
    target: "chrome108",
    // One page read from disk: the size of a chunk matters little.
    chunkSizeWarningLimit: 4000,
  },
});
