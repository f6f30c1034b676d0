import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { isFolderForSlurm, isPartition, minutesOf, quoted, scriptOf } from "./script";

const script = {
  ...{ sweepId: "0123456789abcdef", name: "sweep", array: 1, runs: 30, elements: 10, jobs: 1 },
  ...{ folder: "/shared/0123456789abcdef", lab: ["/usr/bin/node", "/opt/lab/dist/cli.cjs"] },
};

/** Words that shells or Slurm give a meaning. */
const odd = [
  ...[
    "a b",
    "it's",
    'say "x"',
    "$HOME",
    "`id`",
    "$(id)",
    "a;b",
    "a&b",
    "#c",
    "*",
    "~",
    "!x",
    "-x",
    "é 드랍아웃",
  ],
  ...["", "a\\b", "%a", "two\nlines", "tab\there", "'", "''", "\\'", "a|b>c<d", "{a,b}", "[ab]", "(x)"],
];

describe("scriptOf", () => {
  test("is a script of plain lines", () => {
    expect(scriptOf({ ...script, partition: "short,long", time: "4:00:00" })).toMatchInlineSnapshot(`
      "#!/bin/bash
      # Dropout Lab, sweep 0123456789abcdef: sweep
      # Job array 1: 30 runs in 10 elements.
      # To submit it by hand: cd /shared/0123456789abcdef && sbatch array-1.sh

      #SBATCH --job-name=lab-0123456789abcdef
      #SBATCH --array=0-9
      #SBATCH --ntasks=1
      #SBATCH --cpus-per-task=1
      #SBATCH --partition=short,long
      #SBATCH --time=4:00:00
      #SBATCH --output=logs/1-%a.log

      # An element that was preempted, or whose node failed, begins again; its output is added to the same log.
      #SBATCH --requeue
      #SBATCH --open-mode=append

      # A minute before the time limit Slurm sends USR2: the lab writes checkpoints and puts the element back into the queue.
      # (USR1 would open Node's debugger.)
      #SBATCH --signal=B:USR2@60

      # The lab takes the place of this script, so that the signal reaches it.
      exec /usr/bin/node /opt/lab/dist/cli.cjs slurm-element 1 "$SLURM_ARRAY_TASK_ID"
      "
    `);
  });

  test("leaves partition and time to the site where none are given", () => {
    const directives = scriptOf(script).match(/^#SBATCH .*$/gm)!;
    expect(directives.some((line) => /partition|time/.test(line))).toBe(false);
  });

  test.each(odd)("starts the lab, wherever it is and whatever the experiment's name: %j", (word) => {
    // A shell that says what it would start.
    const lab = ["printf", "%s\\n", `/opt/${word}/cli.cjs`];
    const text = scriptOf({ ...script, name: word, folder: `/shared/${word}`, lab });
    expect(text.split("\n").filter((line) => line.startsWith("#SBATCH"))).toEqual(
      scriptOf(script)
        .split("\n")
        .filter((line) => line.startsWith("#SBATCH")),
    );
    const ended = spawnSync("bash", ["-s"], {
      input: text,
      encoding: "utf8",
      env: { SLURM_ARRAY_TASK_ID: "7" },
    });
    expect(ended.stderr).toBe("");
    expect(ended.stdout).toBe(`/opt/${word}/cli.cjs\nslurm-element\n1\n7\n`);
  });
});

test.each(odd)("quoted: a shell reads %j back", (word) => {
  const { stdout } = spawnSync("bash", ["-c", `printf %s ${quoted(word)}`], { encoding: "utf8" });
  expect(stdout).toBe(word);
});

test.each<[string, boolean]>([
  ["short", true],
  ["gpu-a100.long", true],
  ["short,long", true],
  ...odd.map((word): [string, boolean] => [word, false]),
  ["short\n#SBATCH --mail-user=x", false],
  [",", false],
  ["a,,b", false],
])("isPartition(%j) is %j", (text, is) => {
  expect(isPartition(text)).toBe(is);
});

test.each<[string, number | null]>([
  ["90", 90],
  ["4:30", 4.5],
  ["4:00:00", 240],
  ["2-12", 3600],
  ["1-0:30", 1470],
  ["1-00:30:30", 1470.5],
  ["", null],
  ["4h", null],
  ["1:2:3:4", null],
  ["-5", null],
  ["1 0", null],
  ["10\n#SBATCH --x", null],
  ["infinite", null],
])("minutesOf(%j) is %j", (text, minutes) => {
  expect(minutesOf(text)).toBe(minutes);
});

test.each<[string, boolean]>([
  ["/home/kim/lab", true],
  ['/home/it\'s a "place" #1 & $x/드랍', true],
  ["/home/50%", false],
  ["/home/a\\b", false],
  ["/home/a\nb", false],
])("isFolderForSlurm(%j) is %j", (path, is) => {
  expect(isFolderForSlurm(path)).toBe(is);
});
