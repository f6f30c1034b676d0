import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExperimentDetail } from "../contract/contract";
import { databaseFile } from "../store/folders";
import { built, temporaryFolder } from "../lab/testing";
import { Store } from "../store/store";

/** For tests only: the terminal's lab as people start it, real processes with their own store. */

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface StartedLab {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Its standard output and its standard error so far. */
  output(): string;
  errors(): string;
}

export interface Terminal {
  readonly folder: string;
  /** Starts `lab` as the leader of a process group, which its trainers join. */
  start(...parameters: string[]): StartedLab;
  lab(...parameters: string[]): Promise<Ended>;
  /** Writes a document into the folder and returns its name. */
  write(name: string, document: unknown): string;
  /** The newest experiment in the store, as another process sees it. */
  stored(): ExperimentDetail | null;
  close(): void;
}

export interface Surroundings {
  /** A folder that the caller removes; by default the lab's own. */
  readonly place?: string;
  /** A program that starts each `lab`, with its options, for example one that sets limits or changes the user. */
  readonly within?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export function openTerminal({ place, within = [], env = {} }: Surroundings = {}): Terminal {
  const { path: folder, remove } =
    place === undefined ? temporaryFolder() : { path: place, remove: () => undefined };
  const children: ChildProcess[] = [];
  const start = (...parameters: string[]): StartedLab => {
    const [program, ...options] = [...within, process.execPath, built("cli.cjs"), ...parameters];
    const child = spawn(program!, options, {
      cwd: folder,
      env: { ...process.env, DROPOUT_LAB_HOME: folder, ...env },
      detached: true,
    });
    children.push(child);
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output, errors }));
    return { child, ended, output: () => output, errors: () => errors };
  };
  return {
    folder,
    start,
    lab: (...parameters) => start(...parameters).ended,
    write(name, document) {
      writeFileSync(join(folder, name), JSON.stringify(document));
      return name;
    },
    stored() {
      if (!existsSync(databaseFile(folder))) return null;
      const store = new Store(databaseFile(folder));
      try {
        const [newest] = store.experiments();
        return newest ? store.experiment(newest.id) : null;
      } finally {
        store.close();
      }
    },
    close() {
      for (const child of children) child.kill("SIGKILL");
      remove();
    },
  };
}

/** Child processes of this one (Linux). */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
