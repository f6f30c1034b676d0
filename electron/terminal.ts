import { join } from "node:path";
import { app } from "electron";
import { runCommandLine } from "../src/cli/program";
import { labFolder } from "../src/store/folders";
import type { AppPaths } from "./app-paths";
import { isQuestion } from "./task";
import { utilityLauncher } from "./trainer-launcher";

/**
 * The packaged program as a terminal's lab. A package has no Node that could run dist/cli.cjs, so the main process
 * runs the command without a window and ends with its exit code.
 */
export async function runInTerminal(paths: AppPaths, parameters: readonly string[]): Promise<void> {
  const commandLine = {
    name: app.isPackaged ? "dropout-lab" : "lab",
    launch: utilityLauncher(paths.trainer),
    page: paths.page,
    licences: paths.licences,
  };
  // Help and version end the process before Electron starts.
  if (parameters.some(isQuestion)) await runCommandLine(commandLine, parameters);
  if (!hasDisplay()) {
    process.stderr.write(
      "Electron needs a display even for a terminal command. Give it a virtual one " +
        `(Debian: apt install xvfb xauth): xvfb-run -a dropout-lab ${parameters.join(" ")}\n`,
    );
    process.exit(1);
  }
  // Not the window's folder, because the window may be open.
  app.setPath("userData", join(labFolder(), "terminal"));
  app.disableHardwareAcceleration();
  // Hides Chromium's warnings about desktop services that a command does not need.
  app.commandLine.appendSwitch("log-level", "3");
  app.dock?.hide();
  await app.whenReady();
  app.exit(await runCommandLine(commandLine, parameters));
}

function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}
