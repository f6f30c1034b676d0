import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { expect, test } from "./fixtures";

const stateOf = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow, nativeTheme }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    return {
      bounds: window.getBounds(),
      zoom: Math.round(window.webContents.getZoomFactor() * 100),
      theme: nativeTheme.themeSource,
    };
  });

test("the window comes back where it was, as large, as zoomed and in the theme that was chosen", async ({
  openLab,
}) => {
  const { app } = await openLab();
  const bounds = { x: 60, y: 40, width: 1100, height: 780 };
  await app.evaluate(({ BrowserWindow, Menu }, wanted) => {
    BrowserWindow.getAllWindows()[0]!.setBounds(wanted);
    for (const id of ["zoomIn", "zoomIn", "dark"]) Menu.getApplicationMenu()!.getMenuItemById(id)!.click();
  }, bounds);
  await expect.poll(async () => (await stateOf(app)).bounds).toEqual(bounds);
  await app.close();
  const next = await openLab();
  await expect.poll(() => stateOf(next.app)).toEqual({ bounds, zoom: 125, theme: "dark" });
});

test("a window that was kept on a display that is gone, and a file that makes no sense, do no harm", async ({
  openLab,
  home,
}) => {
  const { app } = await openLab();
  await app.close();
  const file = join(home, "window", "window.json");
  const kept = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...kept, bounds: { x: 9000, y: -500, width: 1100, height: 780 } }));
  const away = await openLab();
  const { x, y } = (await stateOf(away.app)).bounds;
  expect(x).toBeLessThan(9000);
  expect(y).toBeGreaterThanOrEqual(0);
  await away.app.close();
  await writeFile(file, '{"bounds":{"x":"');
  const broken = await openLab();
  expect(await stateOf(broken.app)).toMatchObject({ zoom: 100, theme: "system" });
});

test("the set-up outlives a crash, for each change is written to disk and not with the page's next minute", async ({
  home,
  openLab,
}) => {
  const { app, page } = await openLab();
  const folder = join(home, "window", "Local Storage", "leveldb");
  const written = async () => {
    const names = await readdir(folder);
    return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
  };
  const name = page.getByRole("textbox", { name: "Experiment name" });
  for (const text of ["Before the crash", "Last words"]) {
    await name.fill(text);
    await expect.poll(async () => (await written()).includes(text)).toBe(true);
  }
  const end = once(app.process(), "exit");
  app.process().kill("SIGKILL");
  await end;
  const next = await openLab();
  await expect(next.page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("Last words");
});
