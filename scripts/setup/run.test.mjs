import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reasonIn, run } from "./run.mjs";

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dropout-lab-run-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A teller that keeps the progress. */
function listen() {
  /** @type {[number, number | null][]} */
  const heard = [];
  const tell = {
    step: () => undefined,
    detail: () => undefined,
    /** @type {(done: number, total: number | null) => void} */
    progress: (done, total) => void heard.push([done, total]),
  };
  return { tell, heard };
}

/**
 * @param {string} program
 * @returns {[string, string[]]}
 */
const node = (program) => [process.execPath, ["-e", program, "--", folder]];

test("both streams of a program are kept, and its failure is told", async () => {
  expect(await run(...node("console.log(1); console.error(2)"))).toEqual({ ok: true, output: "1\n2\n" });
  expect(await run(...node("process.exit(3)"))).toEqual({ ok: false, output: "" });
  expect((await run("no-such-program-at-all", [])).output).toContain("ENOENT");
});

test("the progress of a download is what has arrived in its folder", async () => {
  const { tell, heard } = listen();
  const download = `
    const { appendFileSync, mkdirSync } = require("node:fs");
    mkdirSync(process.argv[1] + "/part");
    let rest = 4;
    const timer = setInterval(() => {
      appendFileSync(process.argv[1] + "/part/file", Buffer.alloc(1000));
      if (--rest === 0) clearInterval(timer);
    }, 400)`;
  const { ok } = await run(...node(download), { watch: { tell, folder, totalBytes: 4000 } });
  expect(ok).toBe(true);
  const sizes = heard.map(([done]) => done);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
  expect(heard.every(([, total]) => total === 4000)).toBe(true);
});

test("a download that never begins is stopped, with the programs that it started", async () => {
  const { tell } = listen();
  const signs = join(folder, "signs-of-life");
  const inner = `setInterval(() => require("node:fs").appendFileSync(${JSON.stringify(signs)}, "."), 50)`;
  const stuck = `
    require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(inner)}]);
    setInterval(() => {}, 1000)`;
  const downloads = join(folder, "downloads");
  const watch = { tell, folder: downloads, totalBytes: null, secondsToFirstByte: 3 };
  expect(await run(...node(stuck), { watch })).toEqual({
    ok: false,
    output: "nothing arrived for 3 seconds",
  });
  const lived = statSync(signs).size;
  expect(lived).toBeGreaterThan(0);
  await wait(500);
  expect(statSync(signs).size).toBe(lived);
});

test("the reason of a failure is the line that says so, not the stack below it", () => {
  const output =
    "node:events:502\n      throw er;\n\nError: getaddrinfo ENOTFOUND host\n    at lookup (node:dns:1)\n";
  expect(reasonIn(output)).toBe("Error: getaddrinfo ENOTFOUND host");
  expect(reasonIn("one\ntwo\n")).toBe("two");
  expect(reasonIn("")).toBe("it said nothing");
});
