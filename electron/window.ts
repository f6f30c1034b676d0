import { BrowserWindow, nativeTheme } from "electron";
import { least } from "./fitted";
import { pageOrigin } from "./page-files";
import type { Places } from "./places";
import type { KeptWindowState } from "./window-state";

/** Makes the lab's one window, which appears once it has something to show. */
export function createWindow(places: Places, state: KeptWindowState): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...state.bounds(),
    minWidth: least.width,
    minHeight: least.height,
    show: false,
    title: "Dropout Lab",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#14161a" : "#f6f7f9",
    webPreferences: {
      preload: places.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      // Curves keep growing while another window is in front.
      backgroundThrottling: false,
    },
  });
  state.follow(window);
  window.once("ready-to-show", () => window.show());
  return window;
}

/** Loads the page; the gate must be open before. */
export async function showPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${pageOrigin}index.html`);
}
