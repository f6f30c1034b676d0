import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { databaseFile } from "../src/store/folders";
import { expect, test } from "./fixtures";

/** Answers boxes by the start of a button's label, and the dialog for a folder, before the program can open one. */
const answers = `
  const { dialog } = require("electron");
  const { appendFileSync } = require("node:fs");
  const wanted = JSON.parse(process.env.LAB_ANSWERS);
  dialog.showMessageBox = async (options) => {
    appendFileSync(process.env.LAB_ASKED, JSON.stringify(options) + "\\n");
    return { response: options.buttons.findIndex((label) => label.startsWith(wanted[0])), checkboxChecked: (wanted.shift(), false) };
  };
  dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [process.env.LAB_FOLDER] });
`;

for (const [why, place] of [
  ["whose store is a folder", "unfit"],
  ["where nothing can be written", "file/unfit"],
] as const) {
  test(`a home ${why}: the lab opens in another folder that the person chooses`, async ({
    home,
    openLab,
  }) => {
    const named = join(home, place);
    if (place === "unfit") await mkdir(databaseFile(named), { recursive: true });
    else await writeFile(join(home, "file"), "no folder");
    const other = join(home, "other");
    await mkdir(other);
    // The real program, after the lines above.
    const project = join(home, "project");
    await mkdir(project);
    const declared = JSON.parse(await readFile("package.json", "utf8")) as object;
    await writeFile(
      join(project, "package.json"),
      JSON.stringify({ ...declared, type: "commonjs", main: "main.cjs" }),
    );
    const program = JSON.stringify(resolve("dist/main.cjs"));
    await writeFile(join(project, "main.cjs"), `${answers}require(${program});`);
    const asked = join(home, "asked");
    const { page } = await openLab({
      project,
      env: {
        DROPOUT_LAB_HOME: named,
        LAB_ANSWERS: JSON.stringify(["Try", "Choose", "OK"]),
        LAB_ASKED: asked,
        LAB_FOLDER: other,
      },
    });
    await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
    expect(await readdir(other)).toContain("lab.sqlite");
    const boxes = (await readFile(asked, "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Electron.MessageBoxOptions);
    expect(boxes.map(({ buttons }) => buttons)).toEqual([
      ["Choose another folder…", "Try again", "Quit"],
      ["Choose another folder…", "Try again", "Quit"],
      ["OK"],
    ]);
    expect(boxes[0]!.message).toContain(named);
    expect(boxes[2]!.message).toContain("DROPOUT_LAB_HOME");
  });
}
