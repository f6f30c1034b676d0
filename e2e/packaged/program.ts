import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** For tests of the packaged program only: it is copied away from the source tree, and started without a network. */

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A folder far from every node_modules, removed after the tests. */
export function farFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "dropout-lab-packaged-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Copies the newest file of release/ with this ending into `folder`. */
export function takePackage(ending: string, folder: string): string {
  const release = resolve("release");
  const name = readdirSync(release).find((file) => file.endsWith(ending));
  if (!name) throw new Error(`release/ has no ${ending}: run npm run package before these tests`);
  const copy = join(folder, name);
  cpSync(join(release, name), copy);
  return copy;
}

/** Unpacks an AppImage. @returns its start program */
export function extract(image: string, folder: string): string {
  const place = join(folder, "extracted");
  mkdirSync(place);
  execFileSync(image, ["--appimage-extract"], { cwd: place, stdio: "ignore" });
  return join(place, "squashfs-root/AppRun");
}

/** Unpacks a tar.gz. @returns the program inside */
export function unpack(archive: string, folder: string): string {
  const place = join(folder, "unpacked");
  mkdirSync(place);
  execFileSync("tar", ["--extract", "--file", archive, "--directory", place, "--strip-components=1"]);
  return join(place, "dropout-lab");
}

/** A user other than root, in a new user namespace. */
export const person = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps"] as const;

/** The same, and the kernel's own limit allows no further namespace, as on Ubuntu 24.04. */
export const shutOut = [
  ...[...person, "sh", "-c"],
  'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"',
  "sh",
] as const;

/** Whether this system lets the tests be somebody else. */
export function canTry([file, ...parameters]: readonly [string, ...string[]]): boolean {
  return spawnSync(file, [...parameters, "true"]).status === 0;
}

/**
 * Starts a program with a new home, without npm's environment and without a network, not even the machine's own
 * addresses. Only root can take the network away; other users' tests say that they could not.
 * @param the user who starts it: the tests' own (as root without Chromium's sandbox), or another one (with it)
 */
export function startProgram(
  program: string,
  parameters: readonly string[],
  home: string,
  env: Readonly<Record<string, string>> = {},
  who: readonly string[] = [],
): Started {
  const isRoot = process.getuid?.() === 0;
  const unboxed = isRoot && who.length === 0 ? ["--no-sandbox"] : [];
  const command = [...who, program, ...unboxed, ...parameters];
  const [file = "", ...rest] = isRoot ? ["unshare", "--net", ...command] : command;
  const { DISPLAY = "", XAUTHORITY = "", PATH = "" } = process.env;
  const child = spawn(file, rest, {
    cwd: home,
    env: {
      DISPLAY,
      XAUTHORITY,
      PATH,
      HOME: home,
      LANG: "en_US.UTF-8",
      DROPOUT_LAB_HOME: join(home, "lab"),
      ...env,
    },
    detached: true,
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output, errors }));
  return { child, ended };
}

/** Presses keys in the window that shows a document of this name, as a keyboard does. */
export function press(document: string, ...keys: readonly string[]): void {
  const search = ["search", "--sync", "--onlyvisible", "--name", `${document}.*Dropout Lab`];
  const [window = ""] = execFileSync("xdotool", search, { encoding: "utf8", timeout: 60_000 }).split("\n");
  // Without a window manager, no window has the keyboard until it gets it.
  execFileSync("xdotool", ["windowfocus", "--sync", window, "key", ...keys], { timeout: 20_000 });
}

export async function until(isSo: () => Promise<boolean>, what: string, seconds = 120): Promise<void> {
  const last = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > last) throw new Error(`${what}: not within ${seconds} seconds`);
    await new Promise((later) => setTimeout(later, 500));
  }
}
