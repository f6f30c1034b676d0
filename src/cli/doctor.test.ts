import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findElectron } from "../../scripts/electron.mjs";
import { cacheFolder } from "../../scripts/setup/places.mjs";
import type { Environment } from "../experiment/result";
import { doctor, sayDoctorReport } from "./doctor";

const native: Environment = {
  backend: "tensorflow",
  backendSource: "TensorFlow 2.21.0 from the PyPI wheel",
  engine: "plain",
  tensorflow: "2.21.0",
  tfjs: "4.22.0",
  runtime: "Node 20.20.2",
  platform: "linux x64",
  lab: "0.1.0",
};

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "dropout-lab-doctor-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const examine = (environment: () => Promise<Environment>, projectFolder = resolve(".")) =>
  doctor({
    version: "0.1.0",
    projectFolder,
    databaseFile: join(folder, "lab.sqlite"),
    describeEnvironment: environment,
  });

test("the report holds what set-up got ready, and survives JSON", async () => {
  writeFileSync(join(folder, "lab.sqlite"), "12345");
  const report = await examine(async () => native);
  expect(report).toMatchObject({
    lab: "0.1.0",
    node: process.versions.node,
    backend: "tensorflow",
    tensorflow: "2.21.0",
    tfjs: "4.22.0",
    electron: findElectron(),
    cacheFolder,
    database: { path: join(folder, "lab.sqlite"), bytes: 5 },
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(report.missing.map(({ what }) => what).join()).not.toContain("native TensorFlow");
});

test("a fallback is missing native TensorFlow, with the reason and the way out", async () => {
  const backendSource = "no native TensorFlow: this machine lacks a C++ compiler";
  const report = await examine(async () => ({ ...native, backend: "wasm", tensorflow: null, backendSource }));
  expect(report.missing[0]?.what).toContain("lacks a C++ compiler");
  expect(report.missing[0]?.remedy).toContain("npm run setup");
  expect(sayDoctorReport(report)).toMatch(/^Backend +wasm \(no native TensorFlow: this machine lacks/m);
});

test("a trainer that cannot describe itself does not end the report", async () => {
  const report = await examine(async () => Promise.reject(new Error("The trainer was killed.")));
  expect(report.backend).toBeNull();
  expect(report.missing[0]?.what).toContain("The trainer was killed.");
});

test("without the scripts of set-up (a packaged lab) the rest is still told", async () => {
  const report = await examine(async () => native, folder);
  expect(report).toMatchObject({ cacheFolder: null, electron: null, missing: [], database: { bytes: null } });
  expect(sayDoctorReport(report)).toContain("Nothing is missing.");
});
