import { join } from "node:path";
import { app, type BrowserWindow } from "electron";
import { Updates } from "./updates";

/** The updates of this copy: a build without an update address has no configuration, and a source tree its own. */
export function updatesOf(window: BrowserWindow, updater: string): Updates {
  return new Updates({
    window,
    configuration: app.isPackaged
      ? join(process.resourcesPath, "app-update.yml")
      : join(app.getAppPath(), "dev-app-update.yml"),
    updater,
    settings: join(app.getPath("userData"), "updates.json"),
  });
}
