import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { FuseState } from "@electron/fuses/dist/constants.js";
import { expect, test } from "@playwright/test";
import packageJson from "../../package.json" with { type: "json" };
import { presets } from "../../src/experiment/presets";
import {
  canTry,
  type Ended,
  extract,
  farFolder,
  person,
  press,
  shutOut,
  type Started,
  startProgram,
  takePackage,
  unpack,
  until,
} from "./program";

/**
 * The result of `npm run package` as a person gets it: AppImage and tar.gz, started far from the source tree and
 * without a network. No debugger can be attached, so the test presses keys in the window and reads the results with
 * its terminal's lab.
 */
const far = farFolder();
let appImage: string;
let program: string;
const started: Started[] = [];

test.beforeAll(() => {
  appImage = takePackage(".AppImage", far.path);
  program = unpack(takePackage(".tar.gz", far.path), far.path);
});

test.afterAll(() => {
  for (const { child } of started) {
    // Its trainers belong to its process group.
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }
  far.remove();
});

function homeOf(name: string): string {
  const home = join(far.path, name);
  mkdirSync(home, { recursive: true });
  return home;
}

function start(
  file: string,
  parameters: readonly string[],
  home: string,
  env = {},
  who: readonly string[] = [],
): Started {
  const one = startProgram(file, parameters, home, env, who);
  started.push(one);
  return one;
}

const terminal = (home: string, ...parameters: string[]): Promise<Ended> =>
  start(program, parameters, home).ended;

/** Every file of the unpacked program, by its path inside. */
function filesOfProgram(): string[] {
  return execFileSync("find", [".", "-type", "f"], { cwd: dirname(program), encoding: "utf8" }).split("\n");
}

test("fuses are as electron-builder.yml says, read back from the program", async () => {
  const wire = await getCurrentFuseWire(`${program}.bin`);
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ];
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
  ];
  for (const fuse of on) expect(wire[fuse], FuseV1Options[fuse]).toBe(FuseState.ENABLE);
  for (const fuse of off) expect(wire[fuse], FuseV1Options[fuse]).toBe(FuseState.DISABLE);
});

test("the program is no Node for whoever asks it to be one", async () => {
  const script = join(far.path, "script.js");
  writeFileSync(script, 'console.log("ran as node")');
  const env = { ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: `--require ${script}` };
  const { output, code } = await start(program, ["--version"], homeOf("node"), env).ended;
  expect({ output, code }).toEqual({ output: `${packageJson.version}\n`, code: 0 });
});

test("one copy of each native library, stripped, and nothing superfluous", () => {
  const files = filesOfProgram();
  const named = (pattern: RegExp) => files.filter((file) => pattern.test(file));
  expect(named(/libtensorflow(_cc)?\.so/)).toHaveLength(1);
  expect(named(/libtensorflow_framework\.so/)).toHaveLength(1);
  expect(named(/tfjs_binding\.node$/)).toHaveLength(1);
  expect(named(/sqlite.*\.node$/)).toHaveLength(1);
  expect(named(/duckdb\.node$/)).toHaveLength(1);
  expect(named(/libduckdb\.so$/)).toHaveLength(1);
  expect(named(/\.(h|hpp|cc|ts|map|gypi?|py|whl)$/)).toEqual([]);
  expect(named(/default_app|\/cli[^/]*\.cjs$/)).toEqual([]);
  for (const library of named(/libtensorflow.*\.so/)) {
    const sections = execFileSync("readelf", ["--sections", "--wide", join(dirname(program), library)]);
    expect(sections.includes(".symtab")).toBe(false);
  }
  const trainer = named(/\/trainer[^/]*\.cjs$/).map((file) =>
    readFileSync(join(dirname(program), file), "utf8"),
  );
  expect(trainer.length).toBeGreaterThan(2);
  expect(trainer.join("\n")).not.toMatch(/(class|function) (GraphModel|MathBackendWebGL|WebGPUBackend)\b/);
});

test("the licences of all that is inside lie beside it, and it has no address to look for updates at", () => {
  const folder = dirname(program);
  const licences = readFileSync(join(folder, "resources/THIRD-PARTY-LICENCES.txt"), "utf8");
  for (const name of [
    "Dropout Lab",
    "Electron",
    "TensorFlow",
    "@photostructure/sqlite",
    "@duckdb/node-api",
    "vue",
  ])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, "m"));
  expect(existsSync(join(folder, "LICENSES.chromium.html"))).toBe(true);
  expect(existsSync(join(folder, "resources/app-update.yml"))).toBe(false);
});

test("help and version need no display, and a command that does says so", async () => {
  const noDisplay = { DISPLAY: "" };
  const home = homeOf("no-display");
  expect((await start(program, ["--version"], home, noDisplay).ended).output).toBe(
    `${packageJson.version}\n`,
  );
  expect((await start(program, ["--help"], home, noDisplay).ended).output).toContain("Usage: dropout-lab");
  const { code, errors } = await start(program, ["presets"], home, noDisplay).ended;
  expect({ code, hint: errors.includes("xvfb-run -a dropout-lab presets") }).toEqual({ code: 1, hint: true });
});

test("tar.gz: the terminal's lab trains the textbook preset natively, without a network", async () => {
  const home = homeOf("terminal");
  const { code, output } = await terminal(home, "run", "textbook", "--seeds", "1,2", "--out", "result");
  expect(code).toBe(0);
  expect(output).toContain("Backend: native TensorFlow");
  const result = JSON.parse(readFileSync(join(home, "result", "result.json"), "utf8"));
  expect(result.environment).toMatchObject({ backend: "tensorflow" });
  expect(result.runs.map((run: { status: string }) => run.status)).toEqual(Array(4).fill("done"));
  expect(result.runs[0].epochs).toHaveLength(presets.textbook.document.training?.epochs ?? 40);
  const doctor = await terminal(home, "doctor");
  expect(doctor.output).toMatch(/Backend +tensorflow/);
  expect((await terminal(home, "nonsense")).code).toBe(2);
  writeFileSync(join(home, "table.csv"), "weight;colour;grade\n1,5;red;a\n2,5;blue;b\n3,5;red;a\n");
  const table = await terminal(home, "data", "table.csv");
  expect(table.output).toContain("utf-8, semicolons, decimal commas, with a header");
});

test("the documents' type is known to desktops, and opens with the lab", () => {
  const parts = ["usr/share/mime/*", "*.desktop", "usr/share/icons/*"];
  const root = join(far.path, "image");
  mkdirSync(root);
  for (const part of parts) execFileSync(appImage, ["--appimage-extract", part], { cwd: root });
  const inside = join(root, "squashfs-root");
  const entry = readFileSync(join(inside, "dropout-lab.desktop"), "utf8");
  expect(entry).toMatch(/^Name=Dropout Lab$/m);
  expect(entry).toMatch(/^Exec=.* %U$/m);
  expect(entry).toMatch(/^MimeType=application\/vnd\.dropout-lab\+json;$/m);
  expect(existsSync(join(inside, "usr/share/icons/hicolor"))).toBe(true);

  const data = join(far.path, "data");
  mkdirSync(join(data, "mime", "packages"), { recursive: true });
  for (const name of readdirSync(join(inside, "usr/share/mime/packages"))) {
    const description = readFileSync(join(inside, "usr/share/mime/packages", name));
    writeFileSync(join(data, "mime/packages", name), description);
  }
  execFileSync("update-mime-database", [join(data, "mime")]);
  const document = join(far.path, "my.dropout.json");
  writeFileSync(document, "{}");
  const type = execFileSync("gio", ["info", "--attributes=standard::content-type", document], {
    encoding: "utf8",
    env: { ...process.env, XDG_DATA_HOME: data },
  });
  expect(type).toContain("application/vnd.dropout-lab+json");
});

for (const [kind, file, env] of [
  ["tar.gz", () => program, {}],
  // Not every machine has FUSE to mount it.
  ["AppImage", () => appImage, { APPIMAGE_EXTRACT_AND_RUN: "1" }],
] as const) {
  test(`${kind}: a double click on a document opens the window, it trains natively by its keys, and closes`, async () => {
    const home = homeOf(`window-${kind}`);
    const document = join(home, "clicked.dropout.json");
    writeFileSync(document, JSON.stringify({ ...presets.textbook.document, name: "double-clicked" }));
    const { child, ended } = start(file(), [document], home, env);
    press("clicked.dropout.json", "ctrl+Return");
    await until(
      async () => / (\d+) done\b/.test((await terminal(home, "runs")).output),
      "every run of the document is done",
    );
    const { output } = await terminal(home, "runs");
    expect(output).toContain("double-clicked");
    const [id = ""] = /^[0-9a-f]{16}/m.exec(output) ?? [];
    expect((await terminal(home, "runs", id)).output).toContain("Backend: native TensorFlow");
    press("clicked.dropout.json", "ctrl+q");
    expect((await ended).code).toBe(0);
    expect(child.signalCode).toBeNull();
  });
}

for (const [kind, unpacked] of [
  ["tar.gz", () => program],
  ["AppImage", () => extract(appImage, far.path)],
] as const) {
  test(`${kind}: it keeps Chromium's sandbox, and says in plain words why it does not start without one`, async () => {
    test.skip(!canTry(person), "this system has no user namespaces to take away");
    const file = unpacked();
    const home = homeOf(`sandbox-${kind}`);
    for (const [LANG, words] of [
      ["en_US.UTF-8", "Dropout Lab cannot start: this system does not allow the user namespaces"],
      ["ko_KR.UTF-8", "Dropout Lab을 시작할 수 없습니다"],
    ] as const) {
      const { code, output, errors } = await start(file, [], home, { LANG, DISPLAY: "" }, shutOut).ended;
      expect({ code, output }).toEqual({ code: 1, output: "" });
      expect(errors.split("\n")).toEqual([expect.stringContaining(words), ""]);
    }
    const { child, ended } = start(file, [], home, {}, person);
    press("", "Tab");
    // The start script has become the program and has added nothing.
    expect(readFileSync(`/proc/${child.pid}/cmdline`, "utf8")).toMatch(/\/dropout-lab\.bin\0$/);
    press("", "ctrl+q");
    expect((await ended).code).toBe(0);
    expect(child.signalCode).toBeNull();
  });
}
