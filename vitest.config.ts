import vue from "@vitejs/plugin-vue";
import { configDefaults, defineConfig } from "vitest/config";

/**
 * Here no test leaves anything behind, so each process reads the modules once for many files. Alone, each file reads them
 * again, which takes longer than most of these tests. Left out is what measures its process's memory or changes its environment.
 */
const together = [
  "src/{analysis,exact,experiment,fields,inspect,interchange,literature,messages,nn,random,report,schemas}/**/*.test.ts",
  "src/data/**/!(idx|mnist-formats|pictures).test.ts",
  "src/table/**/!(bombs|hostile*|large*|typed-numbers*|wide).test.ts",
  "renderer/{series,locales}/**/*.test.ts",
];

export default defineConfig({
  plugins: [vue()],
  test: {
    // By default one core is left for the watch mode.
    maxWorkers: "100%",
    // Tests train networks and start real processes. The limit ends what hangs, however busy the machine.
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    projects: [
      { extends: true, test: { name: "together", include: together, isolate: false } },
      {
        extends: true,
        test: {
          name: "alone",
          include: ["{src,electron,renderer,scripts}/**/*.test.{ts,mjs}"],
          exclude: [...configDefaults.exclude, ...together],
        },
      },
    ],
  },
});
