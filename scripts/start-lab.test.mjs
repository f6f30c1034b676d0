import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/** @type {string} */
let folder;
/** @type {string} */
let script;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dropout-lab-start-é-"));
  script = join(folder, "dropout-lab");
  cpSync(resolve("electron/resources/start-lab"), script);
  // As Chromium does.
  putProgram('[ "$1" = --no-sandbox ] || unshare --user true 2>/dev/null || kill -s TRAP $$');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} line runs before it reports how it was started */
function putProgram(line) {
  const program = join(folder, "dropout-lab.bin");
  const tell = 'echo "started $LC_ALL $LANGUAGE" "$@"; echo "$$ $*" >> "$(dirname "$0")/starts"';
  writeFileSync(program, `#!/bin/sh\n${line}\n${tell}\n`);
  chmodSync(program, 0o755);
}

const starts = () => readFileSync(join(folder, "starts"), "utf8").trim().split("\n");

/** A user other than root in a new namespace, where the kernel's own limit allows no further namespaces. */
const person = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps"];
const shutOut = [...[...person, "sh", "-c"], 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"', "sh"];

const canTry = spawnSync(person[0] ?? "", [...person.slice(1), "true"]).status === 0;

/**
 * @param {{ within?: string[], env?: NodeJS.ProcessEnv, parameters?: string[], file?: string }} start
 */
function start({ within = [], env = {}, parameters = [], file = script } = {}) {
  const [program = "", ...rest] = [...within, file, ...parameters];
  return spawnSync(program, rest, {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", DISPLAY: "", ...env },
  });
}

describe.skipIf(process.platform !== "linux")("start-lab", () => {
  test.skipIf(!canTry).each([
    ["en_US.UTF-8", "Dropout Lab cannot start", "Install the deb package"],
    ["ko_KR.UTF-8", "Dropout Lab을 시작할 수 없습니다", "deb 패키지를 설치"],
  ])("says in plain words where there are no user namespaces (%s)", (LANG, what, then) => {
    const { status, stdout, stderr } = start({ within: shutOut, env: { LANG, LC_ALL: "" } });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(what);
    expect(stderr).toContain(then);
    expect(stderr).toContain("sudo sysctl -w");
  });

  test.skipIf(!canTry)("shows a box where one can be shown", () => {
    const box = join(folder, "zenity");
    writeFileSync(box, `#!/bin/sh\necho "$@" > ${JSON.stringify(join(folder, "box"))}\n`);
    chmodSync(box, 0o755);
    const env = { DISPLAY: ":7", PATH: `${folder}:${process.env["PATH"]}` };
    expect(start({ within: shutOut, env }).status).toBe(1);
    expect(spawnSync("cat", [join(folder, "box")], { encoding: "utf8" }).stdout).toContain("cannot start");
  });

  test.skipIf(!canTry)(
    "starts the program with all that it was given, also where the person does without the sandbox",
    () => {
      expect(start({ parameters: ["a b", "c"] }).stdout).toContain("a b c");
      expect(start({ within: shutOut, parameters: ["--no-sandbox", "x"] }).stdout).toContain(
        "--no-sandbox x",
      );
    },
  );

  test.skipIf(!canTry)(
    "becomes the program, which is asked nothing first where there are user namespaces",
    () => {
      const { pid, status } = start({ within: person, parameters: ["x"] });
      expect([status, starts()]).toEqual([0, [`${pid} x`]]);
    },
  );

  test.skipIf(!canTry)(
    "believes the program, which may know a way that `unshare` does not, and lacks other things too",
    () => {
      putProgram("");
      expect(start({ within: shutOut, parameters: ["x"] }).stdout).toContain("started");
      expect(starts().map((line) => line.replace(/^\d+ /, ""))).toEqual(["--version", "x"]);
      putProgram("echo 'libgtk-3.so.0: cannot open shared object file' >&2; exit 127");
      const { status, stderr } = start({ within: shutOut });
      expect([status, stderr]).toEqual([127, "libgtk-3.so.0: cannot open shared object file\n"]);
    },
  );

  test("finds the program behind links, as in /usr/bin", () => {
    const [alternative, link] = [join(folder, "alternative"), join(folder, "link")];
    symlinkSync(script, alternative);
    symlinkSync(alternative, link);
    expect(start({ file: link }).stdout).toContain("started");
  });

  test.each([
    [{ LC_ALL: "C.UTF-8" }, "started C.UTF-8 \n"],
    [{ LC_ALL: "xx_YY" }, "started C.UTF-8 xx_YY\n"],
    [{ LC_ALL: "", LANG: "C" }, "started C.UTF-8 C\n"],
  ])("gives it a locale with every letter: %j", (env, started) => {
    expect(start({ env }).stdout).toBe(started);
  });
});
