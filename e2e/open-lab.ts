import { resolve } from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { findElectron, startLab } from "../scripts/electron.mjs";

export interface OpenLab {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** A window of 1024 × 700 at 200 %. */
  zoomIn(): Promise<void>;
}

export interface OpenOptions {
  /** The data folder. */
  readonly home: string;
  /** Folder of package.json and dist; by default the repository's. */
  readonly project?: string;
  readonly arguments?: readonly string[];
  /** Starts it as `npm start` does, which sets another locale if needed. */
  readonly asPersonsDo?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Opens the built lab in the Electron that set-up found: the declared one, or the stand-in. */
export async function openLabWindow({
  home,
  project = resolve("."),
  arguments: extra = [],
  asPersonsDo = false,
  env = {},
}: OpenOptions): Promise<OpenLab> {
  const electron = findElectron();
  if (!electron) throw new Error("No Electron: run `npm run setup`.");
  const app = await _electron.launch({
    executablePath: asPersonsDo ? startLab : electron.path,
    // Chromium refuses to run as root with its sandbox.
    args: [project, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...extra],
    env: {
      ...(process.env as Record<string, string>),
      DROPOUT_LAB_HOME: home,
      LANG: "en_US.UTF-8",
      ...(asPersonsDo ? { DROPOUT_LAB_PROGRAM: electron.path } : {}),
      ...env,
    },
  });
  const page = await app.firstWindow();
  // The window exists before its page.
  await page.waitForLoadState();
  return { app, page, zoomIn: () => zoomIn(app) };
}

async function zoomIn(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    window.setContentSize(1024, 700);
    window.webContents.setZoomFactor(2);
  });
}

/** Answers the next open dialogs with this file, as if the person had chosen it. */
export async function answerOpenDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
}

/** Answers the next save dialogs with this place, as if the person had chosen it. */
export async function answerSaveDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}
