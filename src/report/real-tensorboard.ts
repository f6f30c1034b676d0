import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, findProgram } from "../../scripts/setup/places.mjs";

/** For tests only: the real TensorBoard, from PyPI. */

const requirement = "tensorboard==2.20.0";

export const python = findProgram("python3", "python");
export const pythonMissing = "there is no Python with pip (Debian: apt install python3 python3-pip)";

/** Every scalar that TensorBoard finds below a folder: run, tag, then [wall time, step, value]. */
export type Scalars = Record<string, Record<string, [number, number, number][]>>;

const program = `
import json, sys
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
multiplexer = EventMultiplexer().AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
json.dump({
    run: {tag: [[e.wall_time, e.step, e.value] for e in multiplexer.Scalars(run, tag)] for tag in tags["scalars"]}
    for run, tags in multiplexer.Runs().items()
}, sys.stdout)
`;

export function readWithTensorboard(folder: string): Scalars {
  return JSON.parse(run(["-c", program, folder], { PYTHONPATH: installed() })) as Scalars;
}

/** The packages' folder in the lab's cache; they are installed the first time (50 MB to download). */
function installed(): string {
  const name = createHash("sha256")
    .update(`${requirement} ${run(["--version"])}`)
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheFolder, "test", `tensorboard-${name}`);
  if (existsSync(folder)) return folder;
  const stage = `${folder}.${process.pid}.part`;
  mkdirSync(stage, { recursive: true });
  try {
    run(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", stage, requirement]);
    renameSync(stage, folder);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return folder;
}

function run(options: string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr, error } = spawnSync(python!, options, {
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${python} ${options.join(" ")} failed: ${stderr}`, { cause: error });
  return stdout;
}
