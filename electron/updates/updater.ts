import { chmodSync, copyFileSync, renameSync } from "node:fs";
import { AppImageUpdater, type AppUpdater, MacUpdater, NsisUpdater } from "electron-updater";
import { PlainRequests } from "./plain-requests";

/** Replaces an AppImage completely or not at all: electron-updater would delete the old file first. */
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
 * electron-updater without any automatic action: it checks, downloads and installs only when it is told to. A
 * download must have the SHA-512 of the release; on Windows and macOS also the signature of this copy's publisher.
 * @param configuration path of the app-update.yml that electron-builder writes, with the release addresses
 */
export function openUpdater(configuration: string): AppUpdater {
  const updater = new { linux: WholeAppImageUpdater, darwin: MacUpdater, win32: NsisUpdater }[system()]();
  // Must be set before it makes its client from the configuration. The class declares it read-only.
  Object.assign(updater, { httpExecutor: new PlainRequests() });
  updater.updateConfigPath = configuration;
  // updates.ts checks whether this copy may install; every copy may check for updates.
  updater.forceDevUpdateConfig = true;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // One file that is downloaded whole and has one hash.
  updater.disableDifferentialDownload = true;
  updater.logger = null;
  return updater;
}

function system(): "linux" | "darwin" | "win32" {
  return process.platform === "darwin" || process.platform === "win32" ? process.platform : "linux";
}
