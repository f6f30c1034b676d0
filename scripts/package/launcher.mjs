import { chmodSync, copyFileSync, existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { startLab } from "../electron.mjs";

/**
 * Linux: everybody who starts the packaged program starts what says why Chromium cannot (electron/resources/start-lab).
 * @param {string} folder of the packaged program, whose fuses are set
 */
export function putLauncherInPlace(folder) {
  const launcher = join(folder, "dropout-lab");
  const program = `${launcher}.bin`;
  if (existsSync(program)) return;
  renameSync(launcher, program);
  copyFileSync(startLab, launcher);
  chmodSync(launcher, 0o755);
}
