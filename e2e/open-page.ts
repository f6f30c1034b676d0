import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { _electron } from "@playwright/test";
import { findElectron } from "../scripts/electron.mjs";
import type { OpenLab } from "./open-lab";

/** A browser without anything of the lab: one window of plain Chromium without a network. */
const program = `
const { app, BrowserWindow, session } = require("electron");
app.whenReady().then(() => {
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !/^(file|data|devtools):/.test(url) }));
  new BrowserWindow({ width: 1200, height: 900 }).loadFile(process.env.PAGE);
});
`;

/** Opens a file like a person who got it by mail. `folder` holds the browser's program. */
export async function openPage(path: string, folder: string): Promise<Pick<OpenLab, "app" | "page">> {
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ name: "browser", version: "1.0.0", main: "main.cjs" }),
  );
  await writeFile(join(folder, "main.cjs"), program);
  const app = await _electron.launch({
    executablePath: findElectron()!.path,
    args: [
      folder,
      `--user-data-dir=${join(folder, "browser")}`,
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
    env: { ...(process.env as Record<string, string>), PAGE: path },
  });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return { app, page };
}
