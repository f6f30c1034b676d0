import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, findProgram } from "../scripts/setup/places.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** An environment in which PyTorch, TensorFlow and JAX use this many threads and print no start-up lines. */
export function withThreads(count: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    OMP_NUM_THREADS: String(count),
    TF_NUM_INTRAOP_THREADS: String(count),
    TF_NUM_INTEROP_THREADS: "1",
    // The size of XLA's pool.
    NPROC: String(count),
    TF_CPP_MIN_LOG_LEVEL: "3",
    PYTHONUNBUFFERED: "1",
  };
}

/** A Python with PyTorch, Keras and JAX. */
export function pythonWithFrameworks(): string {
  return pythonWith("requirements.txt", "downloads 3 GB, takes 8 GB on disk, some minutes");
}

/** A Python with pandas, polars and PyTorch. */
export function pythonWithTables(): string {
  return pythonWith("requirements-tables.txt", "downloads 3 GB, takes 6 GB on disk");
}

/** A Python with TensorFlow, Keras and ONNX. */
export function pythonWithModels(): string {
  return pythonWith("requirements-models.txt", "downloads 0.4 GB, takes 2 GB on disk");
}

/** A Python with what a file of this folder lists; the first call installs it into the lab's cache folder. */
function pythonWith(list: string, cost: string): string {
  const requirements = join(here, list);
  const versions = readFileSync(requirements, "utf8");
  const name = `python-${createHash("sha256").update(versions).digest("hex").slice(0, 12)}`;
  const folder = join(cacheFolder, "bench", name);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const finished = join(folder, "finished");
  if (existsSync(finished)) return python;

  const system = findProgram("python3", "python");
  if (!system)
    throw new Error("There is no Python on PATH: install Python 3.11 to 3.13 to compare with its libraries.");
  console.error(`Installing into ${folder}, once (${cost}):`);
  console.error(versions.trim().replace(/^/gm, "  "));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run(system, ["-m", "venv", folder]);
  run(python, ["-m", "pip", "install", "--quiet", "-r", requirements]);
  writeFileSync(finished, "");
  return python;
}

function run(program: string, options: string[]): void {
  const { status, error } = spawnSync(program, options, { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${program} ${options.join(" ")} failed`, { cause: error });
}
