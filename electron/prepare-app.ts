import { app } from "electron";
import { labFolder } from "../src/store/folders";
import { chromiumPath } from "./chromium-path";
import { registerPageScheme } from "./page-files";
import { windowFolder } from "./window-folder";

/** What Chromium must know before it is ready. */
export function prepareApp(): void {
  // The window's memory (language, set-up) lies in the lab's own folder, so that one folder holds everything.
  app.setPath("userData", chromiumPath(windowFolder(labFolder())));
  // Even if something in Chromium requested a host, its name could not be resolved.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  registerPageScheme();
  app.on("window-all-closed", () => app.quit());
}
