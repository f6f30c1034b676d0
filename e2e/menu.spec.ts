import { readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { answerOpenDialog, answerSaveDialog } from "./open-lab";
import { chooseItem } from "./menu-item";
import { smallExperiment, train } from "./small";

const itemState = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, name) => {
    const { label, enabled, checked } = Menu.getApplicationMenu()!.getMenuItemById(name)!;
    return { label, enabled, checked };
  }, id);

const isEnabled = async (app: ElectronApplication, id: string) => (await itemState(app, id)).enabled;

const titlesOf = (app: ElectronApplication) =>
  app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.items.map(({ label }) => label));

test("the menu follows the page's language, and says what is on", async ({ lab: { app, page } }) => {
  test.skip(process.platform === "darwin", "a Mac's menus begin with the program's own");
  await expect.poll(() => titlesOf(app)).toEqual(["&File", "&Edit", "&Run", "&View", "&Help"]);
  await expect.poll(async () => (await itemState(app, "lab")).checked).toBe(true);
  await choose(page, "Language", "한국어");
  await expect
    .poll(() => titlesOf(app))
    .toEqual(["파일(&F)", "편집(&E)", "실행(&R)", "보기(&V)", "도움말(&H)"]);
  expect(await itemState(app, "korean")).toMatchObject({ label: "한국어", checked: true });
  await chooseItem(app, "english");
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  await expect.poll(async () => (await itemState(app, "run")).label).toBe("Run");
  await chooseItem(app, "history");
  await expect(page.getByRole("region", { name: "History", exact: true })).toBeVisible();
  await expect.poll(async () => (await itemState(app, "history")).checked).toBe(true);
});

test("the Run menu trains, holds, goes on and stops, and offers only what can be done", async ({
  lab: { app, page },
}) => {
  await choose(page, "Preset", "Textbook");
  await page.getByRole("spinbutton", { name: "Epochs" }).fill("100000");
  await page.getByRole("spinbutton", { name: "Epochs" }).press("Enter");
  await expect.poll(() => isEnabled(app, "run")).toBe(true);
  for (const id of ["pause", "resume", "stop", "resumeMissing", "exportHtml"])
    expect(await isEnabled(app, id), id).toBe(false);
  const statuses = () =>
    page.evaluate(async () => {
      const list = await window.lab.listExperiments({});
      return list.ok ? list.value.flatMap(({ runs }) => runs.map(({ status }) => status)) : [];
    });
  await chooseItem(app, "run");
  await expect.poll(statuses).toContain("running");
  await expect.poll(() => isEnabled(app, "pause")).toBe(true);
  await chooseItem(app, "pause");
  await expect.poll(statuses).toContain("paused");
  await expect.poll(() => isEnabled(app, "resume")).toBe(true);
  await chooseItem(app, "resume");
  await expect.poll(statuses).not.toContain("paused");
  await expect.poll(() => isEnabled(app, "stop")).toBe(true);
  await chooseItem(app, "stop");
  await expect.poll(async () => new Set(await statuses())).toEqual(new Set(["cancelled"]));
  await expect.poll(() => isEnabled(app, "resumeMissing")).toBe(true);
  await chooseItem(app, "resumeMissing");
  await expect.poll(statuses).toContain("running");
  // The same with keys, which do nothing before the page knows that something trains.
  await expect.poll(() => isEnabled(app, "pause")).toBe(true);
  await page.keyboard.press("Control+p");
  await expect.poll(statuses).toContain("paused");
  await expect.poll(() => isEnabled(app, "resume")).toBe(true);
  await page.keyboard.press("Control+.");
  await expect.poll(async () => new Set(await statuses())).toEqual(new Set(["cancelled"]));
});

test("the File menu makes, opens, saves, imports and exports", async ({ lab: { app, page }, home }) => {
  const name = page.getByRole("textbox", { name: "Experiment name" });
  const path = join(home, "mine.dropout.json");
  await answerSaveDialog(app, path);
  await choose(page, "Preset", "XOR");
  await chooseItem(app, "save");
  await expect.poll(() => readFile(path, "utf8").catch(() => "")).toContain('"xor"');
  await chooseItem(app, "new");
  await expect(name).toHaveValue("textbook");
  await page.keyboard.press("Control+3");
  await answerOpenDialog(app, path);
  await chooseItem(app, "open");
  await expect(name).toHaveValue("xor");

  await train(page, smallExperiment("small"));
  await page.reload();
  await expect.poll(() => isEnabled(app, "exportHtml")).toBe(true);
  await answerSaveDialog(app, join(home, "report.html"));
  await page.keyboard.press("Control+e");
  await expect.poll(() => readFile(join(home, "report.html"), "utf8").catch(() => "")).toContain("small");
  await answerOpenDialog(app, home);
  await chooseItem(app, "exportFolder");
  await expect(page.getByText(/^Written to /).last()).toBeVisible();
});

test("what was opened or saved is found again under Open Recent, also at the next start", async ({
  openLab,
  home,
}) => {
  const recent = (app: ElectronApplication) =>
    app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()!
        .getMenuItemById("recent")!
        .submenu!.items.flatMap(({ label, enabled, type }) => (enabled && type === "normal" ? [label] : [])),
    );
  const chooseRecent = (app: ElectronApplication, place: number) =>
    app.evaluate(
      ({ Menu }, index) =>
        Menu.getApplicationMenu()!.getMenuItemById("recent")!.submenu!.items[index]!.click(),
      place,
    );
  const paths = ["one & only", "two"].map((name) => join(home, `${name}.dropout.json`));
  const { app, page } = await openLab();
  expect(await recent(app)).toEqual([]);
  for (const path of paths) {
    await page.getByRole("textbox", { name: "Experiment name" }).fill(path.includes("two") ? "two" : "one");
    await answerSaveDialog(app, path);
    await page.keyboard.press("Control+Shift+s");
    await expect(page).toHaveTitle(`${basename(path)} – Dropout Lab`);
  }
  const listed = [...paths].reverse().map((path) => path.replace("&", "&&"));
  await expect.poll(() => recent(app)).toEqual([...listed, "Clear Recent"]);
  await app.close();

  const next = await openLab();
  await expect.poll(() => recent(next.app)).toEqual([...listed, "Clear Recent"]);
  await chooseItem(next.app, "history");
  await chooseRecent(next.app, 1);
  await expect(next.page).toHaveTitle(`${basename(paths[0]!)} – Dropout Lab`);
  await expect(next.page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("one");
  expect(await next.page.content()).not.toContain(home);
  await rm(paths[1]!);
  await chooseRecent(next.app, 1);
  await expect(next.page.getByText(/two\.dropout\.json could not be read/)).toBeVisible();
  await expect.poll(() => recent(next.app)).toEqual([listed[1], "Clear Recent"]);
  await chooseItem(next.app, "clearRecent");
  await expect.poll(() => recent(next.app)).toEqual([]);
});

test("only an experiment document is saved over, not another file that the person chose", async ({
  lab: { page },
  home,
}) => {
  const table = join(home, "table.csv");
  await writeFile(table, "a,b\n1,2\n");
  const dropped = page.evaluate(
    () =>
      new Promise<string>((resolve) => window.lab.on("filesDropped", ({ files }) => resolve(files[0]!.file))),
  );
  await dropFile(page, table);
  const file = await dropped;
  const refused = await page.evaluate(
    ([reference, experiment]) => window.lab.saveExperiment({ experiment, file: reference }),
    [file, smallExperiment("small")] as const,
  );
  expect(refused).toMatchObject({ ok: false, failure: { code: "fileNotGiven" } });
  expect(await readFile(table, "utf8")).toBe("a,b\n1,2\n");
});

test("Undo and Redo are the experiment's, and in a text field the field's own", async ({
  lab: { app, page },
}) => {
  const name = page.getByRole("textbox", { name: "Experiment name" });
  await choose(page, "Preset", "XOR");
  await expect(name).toHaveValue("xor");
  await expect.poll(() => isEnabled(app, "undo")).toBe(true);
  await chooseItem(app, "undo");
  await expect(name).toHaveValue("textbook");
  await page.keyboard.press("Control+Shift+z");
  await expect(name).toHaveValue("xor");
  await page.keyboard.press("Control+z");
  await expect(name).toHaveValue("textbook");
  await page.keyboard.press("Control+y");
  await expect(name).toHaveValue("xor");

  await name.focus();
  await page.keyboard.press("End");
  await page.keyboard.insertText(" two");
  await chooseItem(app, "undo");
  await expect(name).toHaveValue("xor");
  await chooseItem(app, "redo");
  await expect(name).toHaveValue("xor two");
});

test("an edit right before a preset is a step of its own, and data comes back with the network that belongs to it", async ({
  lab: { page },
}) => {
  const draft = () => page.evaluate(() => localStorage.getItem("dropout-lab.draft"));
  const rate = page.getByRole("spinbutton", { name: "Drop rate", exact: true });
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await choose(page, "Preset", "Moons");
  await expect(undo).toBeEnabled();
  const moons = await draft();
  await rate.fill("0.35");
  await rate.press("Enter");
  const edited = await draft();
  expect(edited).not.toBe(moons);
  await choose(page, "Preset", "Spirals");
  await undo.click();
  await expect.poll(draft).toBe(edited);
  await undo.click();
  await expect.poll(draft).toBe(moons);
  await choose(page, "Data source", "Synthetic digits");
  await expect.poll(draft).toContain('"units":10');
  await undo.click();
  await expect.poll(draft).toBe(moons);
});

test("every shortcut is listed in a dialog, which gives the focus back", async ({ lab: { app, page } }) => {
  await page.getByRole("button", { name: "Open an experiment" }).focus();
  await page.keyboard.press("F1");
  const dialog = page.getByRole("dialog", { name: "Keyboard Shortcuts" });
  await expect(dialog.getByText("Ctrl+Shift+Z")).toBeVisible();
  // No command behind it can be started.
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Open an experiment" })).toBeFocused();
  await expect.poll(() => isEnabled(app, "stop")).toBe(false);
});

test("the View menu zooms in steps and sets the theme", async ({ lab: { app, page } }) => {
  const factor = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getZoomFactor());
  await chooseItem(app, "zoomIn");
  expect(await factor()).toBeCloseTo(1.1);
  for (let step = 0; step < 9; step++) await chooseItem(app, "zoomIn");
  expect(await factor()).toBeCloseTo(2);
  await chooseItem(app, "resetZoom");
  expect(await factor()).toBeCloseTo(1);
  await page.emulateMedia({ colorScheme: null });
  for (const theme of ["dark", "light"] as const) {
    await chooseItem(app, theme);
    await expect
      .poll(() => page.evaluate(() => document.documentElement.classList.contains("dark")))
      .toBe(theme === "dark");
  }
});
