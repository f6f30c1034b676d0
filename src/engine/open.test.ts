import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { packageFolder } from "../platform/package-folder";
import { openEngine } from "./open";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("takes whole graphs on native TensorFlow, single ops elsewhere or where asked", async (context) => {
  const { environment } = await openEngine();
  context.skip(environment.backend !== "tensorflow", environment.backendSource);
  expect(environment.engine).toBe("graph");
  vi.stubEnv("DROPOUT_LAB_ENGINE", "plain");
  expect((await openEngine()).environment).toMatchObject({ backend: "tensorflow", engine: "plain" });
  vi.stubEnv("DROPOUT_LAB_ENGINE", "");
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  expect((await openEngine()).environment).toMatchObject({ backend: "cpu", engine: "plain" });
});

test("uses the lab's own operations where they are, unless TensorFlow's are asked for", async (context) => {
  const { environment } = await openEngine();
  context.skip(environment.backend !== "tensorflow", environment.backendSource);
  const installed = existsSync(join(packageFolder("@tensorflow/tfjs-node"), "own-ops", "own-ops.node"));
  expect(environment.kernels !== undefined).toBe(installed);
  vi.stubEnv("DROPOUT_LAB_KERNELS", "tensorflow");
  expect((await openEngine()).environment.kernels).toBeUndefined();
});

test("says so when the engine asked for is unknown or cannot work here", async () => {
  vi.stubEnv("DROPOUT_LAB_ENGINE", "fastest");
  await expect(openEngine()).rejects.toMatchObject({ code: "engineUnknown" });
  vi.stubEnv("DROPOUT_LAB_ENGINE", "graph");
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  await expect(openEngine()).rejects.toMatchObject({ code: "engineNeedsNative" });
});
