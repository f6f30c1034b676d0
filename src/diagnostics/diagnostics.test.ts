import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openTerminal } from "../cli/testing";
import { checkExperiment } from "../experiment/check";
import { failureOf, LabError, refusalFor } from "../messages/failure";
import { ErrorLog } from "./error-log";
import { redacted } from "./redact";
import { end, openTestLab, smallExperiment, temporaryFolder, type TestLab } from "../lab/testing";

let folder: ReturnType<typeof temporaryFolder>;
let open: TestLab;
beforeEach(() => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  folder = temporaryFolder();
  open = openTestLab(folder.path);
});
afterEach(() => {
  open.lab.close();
  folder.remove();
  vi.unstubAllEnvs();
});

/** Whole words only: the test's folder belongs to no person, and a short name may be part of a word. */
function expectImpersonal(text: string, ...others: string[]): void {
  for (const personal of [folder.path, homedir(), process.cwd(), ...others])
    expect(text).not.toContain(personal);
  const words = text.split(/[^\p{L}\p{N}_.-]+/u);
  expect(words).not.toContain(hostname());
  expect(words).not.toContain(userInfo().username);
}

test("they tell versions, machine, backend, store and the last errors, and nothing personal of any of them", async () => {
  const { lab } = open;
  const secret = join(folder.path, "Kim Min-ji", "patients of 2026");
  mkdirSync(secret, { recursive: true });
  const path = join(secret, "blood values.csv");
  writeFileSync(path, "age,result\n31,Seoul\n");
  const data = { source: "csv", path, target: "result", train: 10, validation: 10 } as const;
  const [run] = (await lab.startExperiment({ experiment: smallExperiment({ name: "Kim's" }) })).runs;
  await end(lab, run!.id);
  const failed = await lab
    .startExperiment({ experiment: smallExperiment({ data }) })
    .catch((error: unknown) => error);
  lab.noteFailure("startExperiment", failureOf(failed));
  const error = new Error(
    `ENOENT: no such file or directory, open '${path}' by ${userInfo().username}@${hostname()}`,
  );
  lab.noteFailure("main", failureOf(error));
  lab.noteFailure(
    "store",
    failureOf(new LabError("databaseDamaged", { file: path, detail: `${path} is bad` })),
  );
  lab.noteFailure(
    "openExperiment",
    failureOf(new LabError("csvTextValue", { file: "x.csv", line: 3, column: "Kim", value: "Seoul" })),
  );
  const { faults } = checkExperiment({ "patients of Kim": 1, name: 7, data: { source: "Seoul" } });
  lab.noteFailure("openExperiment", failureOf(refusalFor("experimentFaults", faults)));

  const text = await lab.diagnostics();
  expect(text).toMatch(/^Dropout Lab +test$/m);
  expect(text).toMatch(new RegExp(`^Runs on +Node ${process.versions.node}$`, "m"));
  expect(text).toMatch(/^Backend +cpu, plain engine \(.*DROPOUT_LAB_BACKEND asks for cpu\)$/m);
  expect(text).toMatch(/^tfjs +4\./m);
  expect(text).toMatch(/^Store +\d+\.\d MB, tables of version \d+, 1 experiments, runs: 1 done$/m);
  expect(text).toMatch(
    /^- \S+Z main, unexpected: Something unexpected went wrong: ENOENT: no such file or directory, open <path>/m,
  );
  expect(text).toMatch(/^- \S+Z store, databaseDamaged: … is damaged/m);
  expect(text).toMatch(/startExperiment, \w+: …/);
  expect(text).toMatch(/csvTextValue: …, line 3: column …/);
  expect(text).toMatch(/experimentFaults: The experiment cannot run[^-]*^…: … is not known: use one of …/m);
  for (const word of ["Kim", "Min-ji", "patients", "blood", "Seoul", "lab-test-"])
    expect(text).not.toContain(word);
  expectImpersonal(text, path);
  expectImpersonal(readFileSync(join(folder.path, "errors.jsonl"), "utf8"), path);
});

test("a terminal tells them too, of other processes as well, and of a store that cannot be opened", async () => {
  const place = join(folder.path, "broken");
  mkdirSync(place);
  const killed = new LabError("trainerKilled", { signal: "SIGKILL", detail: "-" });
  new ErrorLog(place).note("window", failureOf(killed));
  writeFileSync(
    join(place, "lab.sqlite"),
    "this is no database, and long enough to be read as one".repeat(20),
  );
  const terminal = openTerminal({ place });
  const { code, output } = await terminal.lab("doctor", "--share");
  terminal.close();
  expect(code).toBe(0);
  expect(output).toMatch(/^Store +… is damaged \(file is not a database\)/m);
  expect(output).toContain("window, trainerKilled: The training process was killed by SIGKILL");
  expectImpersonal(output);
});

test("the log stays small, and a line that a power cut left is passed over", () => {
  const log = new ErrorLog(folder.path);
  for (let number = 0; number < 2000; number++) log.note(`n${number}`, { code: "labClosed", parameters: {} });
  expect(readFileSync(join(folder.path, "errors.jsonl")).length).toBeLessThan(110_000);
  writeFileSync(join(folder.path, "errors.jsonl"), '{"time":"2026', { flag: "a" });
  expect(log.last(2).map(({ where }) => where)).toEqual(["n1998", "n1999"]);
});

test.each([
  ["open '/home/kim/My Data/table.csv'", "open <path>"],
  ["C:\\Users\\kim lee\\x.json is not there", "<path> is not there"],
  ["\\\\server\\share\\a.csv", "<path>"],
  ["file:///home/kim/a.html cannot be loaded", "<path> cannot be loaded"],
  ["cannot stat /home/kim/my table.csv", "cannot stat <path> <file>"],
  ["at data/mine/x.idx, line 3", "at <path>, line 3"],
  ["Electron 45.4.1, Node 24.1", "Electron 45.4.1, Node 24.1"],
])("%s", (text, expected) => {
  expect(redacted(text)).toBe(expected);
});
