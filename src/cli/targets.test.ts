import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { linkSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { built, smallExperiment } from "../lab/testing";
import { type Ended, openTerminal, type Terminal } from "./testing";

/** Every command that writes, to every kind of place that a person may name. Real processes, real devices. */

let terminal: Terminal;
let id: string;
let csv: string;
/** Of one test. */
let folder: string;
let count = 0;

beforeAll(async () => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  terminal = openTerminal();
  await terminal.lab("run", terminal.write("small.json", smallExperiment()));
  id = terminal.stored()!.id;
  csv = (await terminal.lab("export", id, "--csv", "-")).output;
});
afterAll(() => {
  terminal.close();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  folder = join(terminal.folder, String(count++));
  mkdirSync(folder);
});

const isRoot = process.getuid?.() === 0;
/** The test's own devices, so that no mistake here replaces the machine's. */
const ownDevices = [
  "mount -t tmpfs none /dev",
  ...["null 3", "zero 5", "full 7", "random 8", "urandom 9"].map((device) => {
    const [name, minor] = device.split(" ");
    return `mknod -m 666 /dev/${name} c 1 ${minor}`;
  }),
  "ln -s /proc/self/fd /dev/fd",
  "ln -s /proc/self/fd/1 /dev/stdout",
].join(" && ");

/** Runs a shell command in the test's folder; `lab` is the lab. */
async function shell(script: string): Promise<Ended> {
  const lab = `lab() { "${process.execPath}" "${built("cli.cjs")}" "$@"; }`;
  const child = spawn("unshare", ["-m", "bash", "-c", `${ownDevices} || exit 99\n${lab}\n${script}`], {
    cwd: folder,
    env: { ...process.env, DROPOUT_LAB_HOME: terminal.folder },
  });
  let [output, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, output, errors };
}

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const exportTo = (place: string) => terminal.lab("export", id, "--csv", join(folder, place));

describe("a file", () => {
  test("keeps its mode, its owner and its names", async () => {
    const file = join(folder, "a.csv");
    writeFileSync(file, "old");
    chmodSync(file, 0o640);
    if (isRoot) chownSync(file, 12345, 23456);
    const before = statSync(file);
    expect(await exportTo("a.csv")).toMatchObject({ code: 0, output: "" });
    expect(read("a.csv")).toBe(csv);
    const after = statSync(file);
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);

    linkSync(file, join(folder, "b.csv"));
    writeFileSync(file, "old");
    await exportTo("b.csv");
    expect([read("a.csv"), read("b.csv")]).toEqual([csv, csv]);
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv"]);
  });

  test("may have the longest name that the file system takes", async () => {
    const name = `${"n".repeat(251)}.csv`;
    expect(await exportTo(name)).toMatchObject({ code: 0 });
    expect(readdirSync(folder)).toEqual([name]);
  });

  test.each([
    ["a link", [["link.csv", "there/a.csv"]], true],
    [
      "a link to a link",
      [
        ["link.csv", "there/l"],
        ["there/l", "a.csv"],
      ],
      true,
    ],
    ["a link to a file that is not there", [["link.csv", "there/a.csv"]], false],
    [
      "links to a file that is not there",
      [
        ["link.csv", "there/l"],
        ["there/l", "../there/a.csv"],
      ],
      false,
    ],
  ] as const)("at the end of %s is written, and the link stays", async (_name, links, isThere) => {
    mkdirSync(join(folder, "there"));
    if (isThere) writeFileSync(join(folder, "there/a.csv"), "old");
    for (const [name, to] of links) symlinkSync(to, join(folder, name));
    for (const [format, start] of [
      ["csv", "experiment"],
      ["json", "{"],
      ["html", "<!doctype html>"],
    ]) {
      const ended = await terminal.lab("export", id, `--${format}`, join(folder, "link.csv"));
      expect(ended).toMatchObject({ code: 0, output: "" });
      for (const [name] of links) expect(lstatSync(join(folder, name)).isSymbolicLink()).toBe(true);
      expect(read("there/a.csv").slice(0, start!.length).toLowerCase()).toBe(start);
    }
  });

  test("that cannot be written says why, in words", async () => {
    symlinkSync("b", join(folder, "a"));
    symlinkSync("a", join(folder, "b"));
    mkdirSync(join(folder, "folder"));
    for (const [place, why] of [
      ["a", "ELOOP"],
      ["folder", "EISDIR"],
      ["none/a.csv", "ENOENT"],
      ["x".repeat(300), "ENAMETOOLONG"],
    ] as const) {
      const ended = await exportTo(place);
      expect(ended, place).toMatchObject({ code: 1, output: "" });
      expect(ended.errors).toMatch(new RegExp(`could not be written \\(${why}\\)`));
      expect(ended.errors).not.toMatch(/^ +at /m);
    }
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "folder"]);
  });
});

describe.skipIf(!isRoot || process.platform !== "linux")("with devices (root on Linux)", () => {
  test("a device is written to and stays one; one that is full says so", async () => {
    const ended = await shell(`
      mknod null c 1 3; mknod full c 1 7; ln -s full link
      for place in null full link /dev/full; do
        for format in csv json html; do lab export ${id} --$format $place; echo "$place $format $? $(stat -c %F $place)"; done
      done`);
    const kinds = { null: "0 character special file", full: "1 character special file" };
    const expected = Object.entries({ ...kinds, link: "1 symbolic link", "/dev/full": kinds.full });
    expect(ended.output.trim().split("\n")).toEqual(
      expected.flatMap(([place, end]) =>
        ["csv", "json", "html"].map((format) => `${place} ${format} ${end}`),
      ),
    );
    expect(ended.errors.match(/full could not be written \(ENOSPC\)/g)).toHaveLength(6);
    expect(ended.errors).not.toMatch(/^ +at /m);
    expect(readdirSync(folder).sort()).toEqual(["full", "link", "null"]);
  });

  test("standard output gets the data and nothing else, by each of its names and to whatever it leads", async () => {
    for (const place of ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]) {
      const ended = await shell(`
        lab export ${id} --csv ${place} | cat > pipe.csv; echo "\${PIPESTATUS[@]}"
        lab export ${id} --csv ${place} > file.csv; echo $?
        echo kept > log; lab export ${id} --csv ${place} >> log; echo $?
        lab export ${id} --csv ${place} > /dev/full; echo $?
        lab export ${id} --json ${place} | head -c 1 > head; echo "\${PIPESTATUS[@]}"
        stat -c %F /dev/full /dev/null; readlink /dev/stdout`);
      expect(ended.output.trim().split("\n"), place).toEqual([
        ...["0 0", "0", "0", "1", "0 0", "character special file", "character special file"],
        "/proc/self/fd/1",
      ]);
      expect([read("pipe.csv"), read("file.csv"), read("log"), read("head")]).toEqual([
        csv,
        csv,
        `kept\n${csv}`,
        "{",
      ]);
      expect(ended.errors).toContain("could not be written (ENOSPC)");
      expect(ended.errors).not.toMatch(/^ +at |EPIPE/m);
    }
    // A socket, which cannot be opened by name.
    expect((await terminal.lab("export", id, "--csv", "/dev/stdout")).output).toBe(csv);
  });

  test("whatever else goes to standard output ends well at a full disk and with a reader that leaves", async () => {
    const ended = await shell(`
      lab runs > /dev/full; echo $?
      lab runs | head -c 1; echo " \${PIPESTATUS[@]}"
      lab runs 2> /dev/full > /dev/null; echo $?`);
    expect(ended.output).toBe("1\ni 0 0\n0\n");
    expect(ended.errors).toContain("standard output could not be written (ENOSPC)");
    expect(ended.errors).not.toMatch(/^ +at /m);
  });

  test("a pipe with a name, and one that the shell makes, are written to and stay", async () => {
    const ended = await shell(`
      mkfifo fifo; cat fifo > read.csv & lab export ${id} --csv fifo; echo $?; wait; stat -c %F fifo
      lab export ${id} --csv >(cat > shell.csv) --html >(cat > shell.html); echo $?; wait $!
      lab export ${id} --csv /dev/fd/3 3> three.csv; echo $?
      lab export ${id} --json >(head -c 1 > head); echo $?; wait $!
      while [ ! -s head ]; do sleep 0.05; done`);
    expect(ended.output.trim().split("\n")).toEqual(["0", "fifo", "0", "0", "0"]);
    expect([read("read.csv"), read("three.csv"), read("head")]).toEqual([csv, csv, "{"]);
    await vi.waitFor(() => expect(read("shell.csv")).toBe(csv), 20_000);
    await vi.waitFor(() => expect(read("shell.html")).toMatch(/<\/html>\s*$/), 20_000);
  });

  test("what is read-only is called so, by every command, before anything is trained", async () => {
    const ended = await shell(`
      mkdir disk; mount -t tmpfs none disk; mkdir disk/there; echo old > disk/a.csv; mount -o remount,ro disk
      ln -s disk/new link
      for place in disk/a.csv disk/new.csv link; do lab export ${id} --csv $place; echo $?; done
      for place in disk/new disk/new/below disk/there link/below; do
        lab export ${id} --tensorboard $place; echo $?
        lab run ../small.json --out $place; echo $?
        lab resume ${id} --out $place; echo $?
      done
      cat disk/a.csv; umount disk`);
    expect(ended.output.trim().split("\n")).toEqual([...Array<string>(15).fill("1"), "old"]);
    expect(
      ended.errors.match(/could not be written .*\(EROFS\)|could not be written \(EROFS\)/g),
    ).toHaveLength(15);
    expect(ended.errors).not.toContain("done:");
    expect(ended.errors).not.toMatch(/^ +at /m);
  });

  test("a file that is mounted, and one whose folder takes no other, are written through", async () => {
    const ended = await shell(`
      echo old > real.csv; echo old > mounted.csv; mount --bind real.csv mounted.csv
      mkdir shut; echo old > shut/a.csv; echo mine > shut/b.csv; chmod 444 shut/b.csv; chmod 555 shut
      lab export ${id} --csv mounted.csv; echo $?
      export -f lab
      anybody() { setpriv --bounding-set=-dac_override,-dac_read_search bash -c "lab export ${id} --csv $1"; }
      for place in shut/a.csv shut/b.csv shut/c.csv; do anybody $place; echo $?; done
      umount mounted.csv`);
    expect(ended.output).toBe("0\n0\n1\n1\n");
    expect(ended.errors.match(/could not be written \(EACCES\)/g)).toHaveLength(2);
    expect([read("real.csv"), read("shut/a.csv"), read("shut/b.csv")]).toEqual([csv, csv, "mine\n"]);
  });
});

test("folders are made where links lead, and what is no folder is refused with a word", async () => {
  mkdirSync(join(folder, "there"));
  symlinkSync("there/new", join(folder, "link"));
  writeFileSync(join(folder, "file"), "mine");
  const events = await terminal.lab("export", id, "--tensorboard", join(folder, "link"));
  expect(events).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, "there/new/dropout/seed-1"))).toBe(true);
  rmSync(join(folder, "there/new"), { recursive: true });
  await terminal.lab("run", "small.json", "--out", join(folder, "link"));
  expect(existsSync(join(folder, "there/new/result.json"))).toBe(true);
  for (const parameters of [
    ["export", id, "--tensorboard"],
    ["run", "small.json", "--out"],
  ]) {
    const refused = await terminal.lab(...parameters, join(folder, "file"));
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain("(ENOTDIR)");
    expect((await terminal.lab(...parameters, "-")).code).toBe(2);
  }
  expect(read("file")).toBe("mine");
  expect(existsSync(join(terminal.folder, "-"))).toBe(false);
});

test("two formats do not go to one place", async () => {
  const same = await terminal.lab("export", id, "--csv", "same", "--json", "./same");
  expect(same.code).toBe(2);
  expect(existsSync(join(terminal.folder, "same"))).toBe(false);
});

describe("what the lab lives on is never written over:", () => {
  const backup = "lab.backup-version-1-2026-01-02T030405Z.sqlite";
  const prepared = `prepared/${"0".repeat(64)}.data`;
  const others = [backup, "checkpoints/run/1-epoch-2.safetensors", prepared, "window/Preferences"];
  const own = ["lab.sqlite", "lab.sqlite-wal", "lab.sqlite-shm", "errors.jsonl", ...others];
  const places: [string, string, () => void][] = [
    ...own.map((name): [string, string, () => void] => [name, join("..", name), () => undefined]),
    ["a new checkpoint", "../checkpoints/new/a.csv", () => undefined],
    ["new prepared data", "../prepared/new.data", () => undefined],
    ["a link to the store", "link", () => symlinkSync("../lab.sqlite", join(folder, "link"))],
    [
      "a link to a link to a backup",
      "link",
      () => {
        symlinkSync(join(folder, "next"), join(folder, "link"));
        symlinkSync(`../${backup}`, join(folder, "next"));
      },
    ],
    ["a linked folder", "there/lab.sqlite", () => symlinkSync("..", join(folder, "there"))],
    ["a second name of the store", "hard", () => linkSync(databaseOf(), join(folder, "hard"))],
    [
      "the store of another lab",
      "other.sqlite",
      () => writeFileSync(join(folder, "other.sqlite"), readFileSync(databaseOf())),
    ],
  ];
  const databaseOf = () => join(terminal.folder, "lab.sqlite");

  test.each(places)("%s", async (_name, place, prepare) => {
    for (const name of others) {
      mkdirSync(dirname(join(terminal.folder, name)), { recursive: true });
      writeFileSync(join(terminal.folder, name), "kept");
    }
    prepare();
    const path = join(folder, place);
    for (const parameters of [
      ...["--csv", "--json", "--tensorboard"].map((flag) => ["export", id, flag, path]),
      ["export", id, "--csv", join(folder, "first.csv"), "--html", path],
      ["resume", id, "--out", path],
    ]) {
      const ended = await terminal.lab(...parameters);
      expect(ended, parameters.join(" ")).toMatchObject({ code: 2, output: "" });
      expect(ended.errors).toMatch(
        / is a database or another file that the lab needs, and was not changed: /,
      );
      expect(ended.errors).not.toMatch(/^ +at /m);
    }
    expect(existsSync(join(folder, "first.csv"))).toBe(false);
    const start = existsSync(path) ? readFileSync(path).subarray(0, 100).toString("latin1") : "";
    expect(start).not.toMatch(/experimentId|doctype|dropout-lab-/);
    expect((await terminal.lab("store", "check")).output).toMatch(/is sound/);
  });

  test("also behind a result's own names, while other files beside the store may be written", async () => {
    symlinkSync("../lab.sqlite", join(folder, "result.json"));
    const refused = await terminal.lab("resume", id, "--out", folder);
    expect(refused).toMatchObject({ code: 2, output: "" });
    expect(refused.errors).toContain("result.json is a database or another file that the lab needs");
    expect(readdirSync(folder)).toEqual(["result.json"]);
    expect(await terminal.lab("export", id, "--csv", "lab.csv")).toMatchObject({ code: 0 });
    expect(readFileSync(join(terminal.folder, "lab.csv"), "utf8")).toBe(csv);
  });
});
