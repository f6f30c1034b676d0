import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { isSameProcess, lookWithPs, processExists, processMark } from "./process.mjs";

/** @type {import("node:child_process").ChildProcess[]} */
const children = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** @param {string} script */
async function shell(script) {
  const child = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
  children.push(child);
  const [said] = await once(child.stdout, "data");
  return { child, pid: Number(String(said)) };
}

/** A killed process whose parent never asks how it ended: it keeps its number while the parent lives. */
async function zombie() {
  const { child, pid } = await shell("sleep 600 & echo $!; exec sleep 600");
  // A shell may still ask how its child ended; sleep never does.
  while (readFileSync(`/proc/${child.pid}/comm`, "utf8") !== "sleep\n") await wait(5);
  const before = { exists: processExists(pid), mark: processMark(pid) };
  process.kill(pid, "SIGKILL");
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await wait(5);
  return { pid, before };
}

const onLinux = test.skipIf(process.platform !== "linux");

test("a process lives until it ends, and whoever has its number later is another", async () => {
  const { child, pid } = await shell("echo $$; exec sleep 600");
  const mark = processMark(pid);
  expect([processExists(pid), isSameProcess(pid, mark), isSameProcess(pid, null)]).toEqual([
    true,
    true,
    true,
  ]);
  // The number of a process that began at another time.
  expect(isSameProcess(pid, mark === null ? null : `${mark}0`)).toBe(mark === null);
  expect(mark).toBe(processMark(pid));
  expect(mark ?? "").not.toContain(" ");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect([processExists(pid), isSameProcess(pid, mark), processMark(pid)]).toEqual([false, false, null]);
});

test.each([0, -1, NaN, 1.5, 2 ** 31 - 1])("%d is the number of no process", (pid) => {
  expect(processExists(pid)).toBe(false);
});

onLinux("one that was killed and never asked after is dead, though its number is still there", async () => {
  const { pid, before } = await zombie();
  expect(before.exists).toBe(true);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  expect(() => process.kill(pid, 0)).not.toThrow();
  expect(processExists(pid)).toBe(false);
  expect(isSameProcess(pid, before.mark)).toBe(false);
});

onLinux("a name with brackets, spaces and a Z in it changes nothing", async () => {
  const odd = spawn(
    process.execPath,
    ["-e", `process.title = "a) Z 1 (b"; console.log("up"); setInterval(() => {}, 1e6)`],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  children.push(odd);
  await once(odd.stdout, "data");
  expect(processExists(Number(odd.pid))).toBe(true);
});

onLinux("ps, which is asked where there is no /proc, says the same", async () => {
  expect(lookWithPs(process.pid)).toMatchObject({
    ended: false,
    mark: expect.stringMatching(/^ps:\S+\d{4}$/),
  });
  const { pid } = await zombie();
  expect(lookWithPs(pid)).toMatchObject({ ended: true });
  expect(lookWithPs(2 ** 31 - 1)).toBeNull();
});
