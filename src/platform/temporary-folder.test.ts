import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processMark } from "./process-exists";
import { inTemporaryFolder, removeStaleFolders, withTemporaryFolder } from "./temporary-folder";

test("gives a private folder and takes it away again, also after a failure", () => {
  const path = withTemporaryFolder("graph", (folder) => {
    expect(readdirSync(folder)).toEqual([]);
    if (process.platform !== "win32") expect(statSync(folder).mode & 0o777).toBe(0o700);
    return folder;
  });
  expect(existsSync(path)).toBe(false);
  let failed = "";
  expect(() =>
    withTemporaryFolder("graph", (folder) => {
      failed = folder;
      throw new Error("no graph");
    }),
  ).toThrow("no graph");
  expect(existsSync(failed)).toBe(false);
});

test("a folder stays as long as the work takes", async () => {
  const path = await inTemporaryFolder("table", async (folder) => {
    await new Promise(setImmediate);
    expect(readdirSync(folder)).toEqual([]);
    return folder;
  });
  expect(existsSync(path)).toBe(false);
});

test("removes what dead processes left, and nothing of living ones", () => {
  const dead = spawnSync(process.execPath, ["--version"]).pid;
  const left = join(tmpdir(), `dropout-lab-graph-${dead}-abcdef`);
  const table = join(tmpdir(), `dropout-lab-table-${dead}-abcdef`);
  const download = join(tmpdir(), `dropout-lab-download-${dead}-abcdef`);
  // Older labs named them by the process's number alone.
  const used = join(tmpdir(), `dropout-lab-graph-${process.pid}-abcdef`);
  const others = join(tmpdir(), `dropout-lab-graph-notes-${process.pid}`);
  for (const folder of [left, table, download, used, others]) mkdirSync(folder);
  removeStaleFolders();
  const there = [left, table, download, used, others].map((folder) => existsSync(folder));
  expect(there).toEqual([false, false, false, true, true]);
  for (const folder of [used, others]) rmSync(folder, { recursive: true });
});

test("keeps what is in use now, and removes what an earlier process of the same number left", () => {
  const [mark = null] = [processMark(process.pid)?.replaceAll(":", ".")];
  const earlier = join(tmpdir(), `dropout-lab-graph-${process.pid}-${mark}0-abcdef`);
  mkdirSync(earlier);
  const isThere = withTemporaryFolder("graph", (folder) => {
    removeStaleFolders();
    return existsSync(folder);
  });
  expect(isThere).toBe(true);
  expect(existsSync(earlier)).toBe(mark === null);
  rmSync(earlier, { recursive: true, force: true });
});
