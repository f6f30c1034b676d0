import { BrowserWindow, nativeTheme } from "electron";
import { minimumSize } from "./restore-bounds";
import { pageOrigin } from "./page-files";
import type { AppPaths } from "./app-paths";
import type { PersistedWindowState } from "./window-state";

/** Makes the lab's one window, which appears once it has something to show. */
export function createWindow(paths: AppPaths, state: PersistedWindowState): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...state.bounds(),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: "Dropout Lab",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#14161a" : "#f6f7f9",
    webPreferences: {
      preload: paths.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      // Curves keep growing while another window is in front.
      backgroundThrottling: false,
    },
  });
  state.follow(window);
  // What changed in the last moment before.
  window.on("close", () => window.webContents.session.flushStorageData());
  window.once("ready-to-show", () => window.show());
  return window;
}

/** Loads the page; the gate must be open before. */
export async function showPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${pageOrigin}index.html`);
}
