import { spawn } from "node:child_process";
import { constants } from "node:os";
import { faultOfElectron, hasDisplay, sandboxParameters, startLab } from "./electron.mjs";
import { runLab } from "./lab.mjs";
import { sayResult, setUp } from "./setup.mjs";
import { projectFolder } from "./setup/places.mjs";
import { createTeller } from "./setup/tell.mjs";

/** @import { FoundElectron } from "./electron.mjs" */

// npm start: installs what is missing and opens the lab; without a display, runs the textbook comparison in the
// terminal.
const tell = createTeller(process.stdout);
const result = await setUp({ tell });
sayResult(tell, result);
const obstacle = await obstacleToWindow(result.electron);
if (obstacle === null) {
  tell.step("Opening the lab");
  process.exit(await openWindow(/** @type {FoundElectron} */ (result.electron)));
}
tell.step(`${obstacle}. Instead, the textbook comparison in the terminal (npm run -s lab -- run textbook):`);
runLab(["run", "textbook"]);

/**
 * @param {FoundElectron | { reason: string } | null} electron
 * @returns {Promise<string | null>}
 */
async function obstacleToWindow(electron) {
  if (!electron || "reason" in electron) return "There is no Electron to open a window with";
  if (!hasDisplay()) return "This machine has no display (neither DISPLAY nor WAYLAND_DISPLAY is set)";
  return faultOfElectron(electron);
}

/**
 * @param {FoundElectron} electron
 * @returns {Promise<number>} its exit code
 */
function openWindow({ path }) {
  const parameters = [...sandboxParameters(), projectFolder, ...process.argv.slice(2)];
  const child =
    process.platform === "linux"
      ? spawn(startLab, parameters, { stdio: "inherit", env: { ...process.env, DROPOUT_LAB_PROGRAM: path } })
      : spawn(path, parameters, { stdio: "inherit" });
  // Ctrl-C reaches both processes; this one waits until the window has closed.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}
