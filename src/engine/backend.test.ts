import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, type TestContext } from "vitest";
import { bundleForNode } from "../../scripts/bundle.mjs";
import { faultOfElectron, findElectron } from "../../scripts/electron.mjs";
import { findNode24 } from "../../scripts/setup/node24.mjs";
import type { Environment } from "../experiment/result";
import { loadBackend } from "./backend";

interface Fitted {
  readonly environment: Environment;
  readonly weights: number[];
  readonly handlers: number;
}

/** w moves by -0.1 · 2 · mean(x · (w·x - 3·x)) = -0.5 · (w - 3): three minus 3 · 0.5^step. */
const expectedWeights = [1.5, 2.25, 2.625, 2.8125, 2.90625];

/** The lab's files without native TensorFlow: tfjs-node without library and addon. */
let bare: string;
/** The same, with the program beside this machine's node_modules. */
let usual: string;

beforeAll(async () => {
  usual = mkdtempSync(resolve("node_modules/.dropout-lab-backend-"));
  await bundleForNode(resolve("src/engine/backend.fixture.ts"), usual, "fit");
  bare = mkdtempSync(join(tmpdir(), "dropout-lab-backend-"));
  for (const name of readdirSync(usual)) cpSync(join(usual, name), join(bare, name));
  linkPackages(resolve("node_modules"), join(bare, "node_modules"), "@tensorflow");
  linkPackages(resolve("node_modules/@tensorflow"), join(bare, "node_modules/@tensorflow"), "tfjs-node");
  const left = new Set(["deps", "lib", "dropout-lab.json"]);
  const original = resolve("node_modules/@tensorflow/tfjs-node");
  for (const name of readdirSync(original).filter((entry) => !left.has(entry))) {
    cpSync(join(original, name), join(bare, "node_modules/@tensorflow/tfjs-node", name), { recursive: true });
  }
});

afterAll(() => {
  rmSync(usual, { recursive: true });
  rmSync(bare, { recursive: true });
});

/** Links every package of a node_modules folder except one. */
function linkPackages(from: string, to: string, except: string): void {
  mkdirSync(join(to, except), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== except) symlinkSync(join(from, name), join(to, name));
  }
}

async function fit(folder: string, env: NodeJS.ProcessEnv = {}, program = process.execPath): Promise<Fitted> {
  const { stdout } = await promisify(execFile)(program, [join(folder, "fit.cjs")], {
    // These tests ignore a backend chosen for the whole test run.
    env: { ...process.env, DROPOUT_LAB_BACKEND: undefined, ...env },
  });
  return JSON.parse(stdout) as Fitted;
}

function expectFitted({ weights }: Fitted): void {
  expect(weights).toHaveLength(expectedWeights.length);
  weights.forEach((weight, step) => expect(weight).toBeCloseTo(expectedWeights[step]!, 5));
}

/** The lab is made for native TensorFlow, but a machine on which it cannot be set up is not a broken lab. */
async function skipWithoutNative(context: TestContext): Promise<void> {
  const { environment } = await fit(usual);
  context.skip(environment.backend !== "tensorflow", environment.backendSource);
}

test("native TensorFlow computes in this process", async (context) => {
  await skipWithoutNative(context);
  const { tf, environment } = await loadBackend();
  expect(environment).toMatchObject({ backend: "tensorflow", tfjs: "4.22.0" });
  expect(environment.tensorflow).toMatch(/^\d+\.\d+\.\d+/);
  const product = tf.matMul(tf.tensor2d([[1, 2, 3]]), tf.tensor2d([[4], [5], [6]]));
  expect([...product.dataSync()]).toEqual([32]);
});

test("native TensorFlow trains in a process of its own", async (context) => {
  await skipWithoutNative(context);
  const fitted = await fit(usual, { DROPOUT_LAB_BACKEND: "tensorflow" });
  expect(fitted.environment.runtime).toBe(`Node ${process.versions.node}`);
  expectFitted(fitted);
});

test("native TensorFlow trains on Node 24", async (context) => {
  const node24 = findNode24();
  if (!node24) return context.skip("there is no Node 24: npm test gets it");
  await skipWithoutNative(context);
  const fitted = await fit(usual, { DROPOUT_LAB_BACKEND: "tensorflow" }, node24);
  expect(fitted.environment.runtime).toMatch(/^Node (2[4-9]|[3-9]\d)\./);
  expectFitted(fitted);
});

test("native TensorFlow trains on Electron's Node", async (context) => {
  const electron = findElectron();
  const fault = electron ? await faultOfElectron(electron) : "there is no Electron: npm run setup";
  if (!electron || fault) return context.skip(String(fault));
  await skipWithoutNative(context);
  const fitted = await fit(usual, { ELECTRON_RUN_AS_NODE: "1" }, electron.path);
  expect(fitted.environment.backend).toBe("tensorflow");
  expect(fitted.environment.runtime).toBe(
    `Electron ${electron.version} (Node ${fitted.environment.runtime.match(/Node ([\d.]+)/)?.[1]})`,
  );
  expectFitted(fitted);
});

test.each(["wasm", "cpu"] as const)("%s trains where it is asked for", async (backend) => {
  const fitted = await fit(usual, { DROPOUT_LAB_BACKEND: backend });
  expect(fitted.environment).toMatchObject({ backend, tensorflow: null });
  expect(fitted.environment.backendSource).toContain(`DROPOUT_LAB_BACKEND asks for ${backend}`);
  expectFitted(fitted);
});

test("without the native addon the lab falls back to wasm and says why", async () => {
  const fitted = await fit(bare);
  expect(fitted.environment).toMatchObject({ backend: "wasm", tensorflow: null });
  expect(fitted.environment.backendSource).toContain("native addon is not installed");
  expectFitted(fitted);
});

test("the reason that set-up found is the one that is told", async () => {
  const record = join(bare, "node_modules/@tensorflow/tfjs-node/dropout-lab.json");
  writeFileSync(record, JSON.stringify({ native: false, source: "this machine lacks a C++ compiler" }));
  try {
    const { environment } = await fit(bare);
    expect(environment.backendSource).toBe("no native TensorFlow: this machine lacks a C++ compiler");
  } finally {
    rmSync(record);
  }
});

test("wasm leaves a process's errors to the process", async () => {
  expect((await fit(usual, { DROPOUT_LAB_BACKEND: "wasm" })).handlers).toBe(0);
});

test("a backend that is asked for and not there is a named failure", async () => {
  const { code } = await failureOfFit(bare, "tensorflow");
  expect(code).toBe("backendUnavailable");
});

test("an unknown backend is a named failure", async () => {
  expect(await failureOfFit(usual, "gpu")).toMatchObject({ code: "backendUnknown" });
});

async function failureOfFit(folder: string, backend: string): Promise<{ code: string }> {
  const error: unknown = await fit(folder, { DROPOUT_LAB_BACKEND: backend }).catch(
    (reason: unknown) => reason,
  );
  return JSON.parse((error as { stdout: string }).stdout) as { code: string };
}
