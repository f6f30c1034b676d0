import { chmodSync, copyFileSync, renameSync } from "node:fs";
import { AppImageUpdater, type AppUpdater, MacUpdater, NsisUpdater } from "electron-updater";
import { PlainRequests } from "./plain-requests";

/** An AppImage is one file, which is replaced whole or not at all: electron-updater would delete the old one first. */
class WholeAppImageUpdater extends AppImageUpdater {
  protected override doInstall(): boolean {
    const program = process.env["APPIMAGE"]!;
    copyFileSync(this.installerPath!, `${program}.new`);
    chmodSync(`${program}.new`, 0o755);
    renameSync(`${program}.new`, program);
    void this.spawnLog(program, [], process.env);
    return true;
  }
}

/**
 * electron-updater, which does nothing of its own accord: it asks when it is told to, and downloads and installs when it
 * is told to. A download counts only with the SHA-512 that the release names; on Windows and macOS also with the
 * signature of whoever signed this copy.
 * @param configuration where the release addresses stand: the app-update.yml that electron-builder writes
 */
export function openUpdater(configuration: string): AppUpdater {
  const updater = new { linux: WholeAppImageUpdater, darwin: MacUpdater, win32: NsisUpdater }[system()]();
  // Before it makes its client from the configuration. The class declares it read-only.
  Object.assign(updater, { httpExecutor: new PlainRequests() });
  updater.updateConfigPath = configuration;
  // Whether this copy may install is asked before (updates.ts); any may ask what is new.
  updater.forceDevUpdateConfig = true;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // One file that is fetched whole and has one hash.
  updater.disableDifferentialDownload = true;
  updater.logger = null;
  return updater;
}

function system(): "linux" | "darwin" | "win32" {
  return process.platform === "darwin" || process.platform === "win32" ? process.platform : "linux";
}
