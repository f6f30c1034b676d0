import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { findElectron } from "../scripts/electron.mjs";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { answerSaveDialog } from "./open-lab";
import { smallExperiment, train } from "./small";

/** The locale of a service or a container, which is none, and of a person whose locale was never installed. */
const locales = [
  { LANG: "C", LC_ALL: "" },
  { LANG: "xx_YY.UTF-8", LC_ALL: "xx_YY" },
];

for (const locale of locales) {
  test(`folders and files with letters of any script, with ${JSON.stringify(locale)}`, async ({
    home: temporary,
    openLab,
  }) => {
    const project = join(temporary, "실험실 é");
    const home = join(project, "자료");
    await mkdir(home, { recursive: true });
    // A link would be followed: the program's real place counts.
    await cp(resolve("dist"), join(project, "dist"), { recursive: true });
    await cp(resolve("package.json"), join(project, "package.json"));
    await symlink(resolve("node_modules"), join(project, "node_modules"));
    const document = join(home, "첫째.dropout.json");
    await writeFile(document, JSON.stringify(smallExperiment("처음 é")));

    const env = { ...locale, DROPOUT_LAB_HOME: home };
    const { app, page } = await openLab({ project, env, arguments: [document] });
    await expect(page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("처음 é");
    await train(page, smallExperiment("처음 é"));

    const saved = join(home, "저장 é.dropout.json");
    await answerSaveDialog(app, saved);
    await page.keyboard.press("Control+Shift+S");
    await expect.poll(() => readFile(saved, "utf8").catch(() => "")).toContain('"처음 é"');
    await app.close();

    // Chromium's own files in the folder are kept, too.
    const again = await openLab({ project, env });
    const shownName = again.page.getByRole("textbox", { name: "Experiment name" });
    await expect(shownName).toHaveValue("처음 é");

    const second = join(temporary, "둘째.dropout.json");
    await writeFile(second, JSON.stringify(smallExperiment("둘째")));
    const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const starting = spawn(findElectron()!.path, [...sandbox, project, second], {
      env: { ...process.env, ...env },
      stdio: "ignore",
    });
    expect(await once(starting, "close")).toEqual([0, null]);
    await expect(shownName).toHaveValue("둘째");
  });
}

for (const locale of locales) {
  test(`npm start lets files be dropped whatever they are called, with ${JSON.stringify(locale)}`, async ({
    home,
    openLab,
  }) => {
    const table = join(home, "표 é.csv");
    await writeFile(table, "a,b\n1,x\n2,y\n");
    const { page } = await openLab({ asPersonsDo: true, env: locale });
    await dropFile(page, table);
    await expect(page.getByText("표 é.csv").first()).toBeVisible();
  });
}
