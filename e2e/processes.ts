import { readdir, readFile, readlink } from "node:fs/promises";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** The program that the process runs. */
  readonly program: string;
}

export async function commandOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ");
}

/** All processes below one, by /proc; one that has just ended has no command any more. */
export async function processesBelow(root: number): Promise<Process[]> {
  const all = await Promise.all(
    (await readdir("/proc"))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name): Promise<Process[]> => {
        try {
          const status = await readFile(`/proc/${name}/stat`, "utf8");
          const command = await commandOf(Number(name));
          const [, parent] = /\) \S (\d+)/.exec(status)!;
          const program = await readlink(`/proc/${name}/exe`);
          return [{ pid: Number(name), parent: Number(parent), command, program }];
        } catch {
          // It ended during the look.
          return [];
        }
      }),
  );
  const below = new Set([root]);
  for (let size = 0; size < below.size;) {
    size = below.size;
    for (const { pid, parent } of all.flat()) if (below.has(parent)) below.add(pid);
  }
  return all.flat().filter(({ pid, command }) => below.has(pid) && pid !== root && command !== "");
}

export const isTrainer = ({ command }: Process) => command.includes("node.mojom.NodeService");
