import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const cli = join(dirname(fileURLToPath(import.meta.url)), "..", "dist", "cli.cjs");

/** The last build of `lab` with these options: a program and its parameters. */
export function labCommand(...options: string[]): [string, ...string[]] {
  if (!existsSync(cli)) throw new Error("dist/cli.cjs is missing: run npm run build first.");
  return [process.execPath, cli, ...options];
}

/** Seconds that the commands take together, from the first start to the last end. */
export async function secondsOf(
  commands: readonly (readonly [string, ...string[]])[],
  surroundings: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<number> {
  const started = performance.now();
  const children = commands.map(([program, ...options]) =>
    spawn(program, options, { stdio: "ignore", ...surroundings }),
  );
  const codes = await Promise.all(
    children.map((child) => once(child, "exit").then(([code]) => code as number | null)),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`A process ended with ${codes.join(", ")}`);
  return (performance.now() - started) / 1000;
}

/** Seconds that a lab command takes in a new home, which is also its working folder and is removed afterwards. */
export async function secondsInNewHome(command: readonly [string, ...string[]]): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "lab-bench-"));
  try {
    return await secondsOf([command], { env: { ...process.env, DROPOUT_LAB_HOME: home }, cwd: home });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
