import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { answerOpenDialog, answerSaveDialog } from "./open-lab";
import { openPage } from "./open-page";
import { smallExperiment, train } from "./small";

/** Names that a hostile person might choose in the hope that they become more than text. */
const image = `<img src=x onerror="window.hacked=1">`;
const script = "</title></style></script><script>window.hacked=1</script>";
const template = "{{constructor.constructor('window.hacked=1')()}}";
const formula = `=HYPERLINK("http://example.org";"x")`;
const turned = "\u202Egnp.exe";

const hostile = smallExperiment(`${image} ${template}`, {
  variants: [
    { name: script, rate: 0 },
    { name: formula, rate: 0.1 },
    { name: `@:app.title | ${turned}`, rate: 0.2 },
    { name: "../../../CON", rate: 0.3 },
  ],
  seeds: [1, 2],
});

/** No part of a name has become an element, and no script has run. */
async function expectTextOnly(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    hacked: "hacked" in window,
    images: document.querySelectorAll('img[src="x"]').length,
    scripts: [...document.scripts].filter(({ text }) => text.includes("hacked")).length,
    handlers: document.querySelectorAll("[onerror]").length,
  }));
  expect(found).toEqual({ hacked: false, images: 0, scripts: 0, handlers: 0 });
}

test("names of experiments, variants, tags and notes are text in every view and every export", async ({
  lab: { app, page },
  home,
}) => {
  await train(page, hostile);
  const runIds = await page.evaluate(
    async ([tag, note]) => {
      const listed = await window.lab.listExperiments({});
      if (!listed.ok) throw new Error(listed.failure.code);
      const [experiment] = listed.value;
      await window.lab.annotateExperiment({ experimentId: experiment!.id, tags: [tag!], note, pinned: true });
      return experiment!.runs.map(({ id }) => id);
    },
    [image.slice(0, 60), script],
  );

  await page.getByRole("button", { name: "History", exact: true }).click();
  await expect(page.getByText(hostile.name).first()).toBeVisible();
  await expect(page.getByText(image, { exact: true }).first()).toBeVisible();
  await expectTextOnly(page);
  await page.getByRole("button", { name: `Runs of ${hostile.name}`, exact: true }).click();
  await expect(page.getByText(formula).first()).toBeVisible();
  await expectTextOnly(page);

  await page.getByRole("checkbox", { name: `Select all runs of ${hostile.name}` }).press("Space");
  await page.getByRole("region", { name: "Selected runs" }).getByRole("button", { name: "Compare" }).click();
  const compare = page.getByRole("region", { name: "Compare", exact: true });
  await expect(compare.getByText(script).first()).toBeVisible();
  await expectTextOnly(page);
  await page.getByRole("button", { name: "Lab", exact: true }).click();
  await expectTextOnly(page);

  const exported = async (format: "html" | "csv" | "tensorboard", place: string) => {
    await answerSaveDialog(app, place);
    await answerOpenDialog(app, place);
    const answer = await page.evaluate(
      ([ids, kind]) => window.lab.exportRuns({ runIds: ids, format: kind, language: "en" }),
      [runIds, format] as const,
    );
    expect(answer).toMatchObject({ ok: true });
  };
  await exported("csv", join(home, "runs.csv"));
  const rows: Record<string, string>[] = parse(await readFile(join(home, "runs.csv"), "utf8"), {
    columns: true,
    bom: true,
  });
  expect(new Set(rows.map(({ variant }) => variant))).toContain(`'${formula}`);
  for (const cell of rows.flatMap((row) => Object.values(row))) {
    if (Number.isNaN(Number(cell))) expect(cell).not.toMatch(/(^|[;\t\r\n])[=+\-@]/);
  }

  await exported("tensorboard", home);
  const folders = (await readdir(home)).filter((name) => name.endsWith("-tensorboard"));
  expect(folders).toHaveLength(1);
  const files = await readdir(join(home, folders[0]!), { recursive: true });
  for (const file of files) expect(file).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._/ -]*$/u);
  expect(files.join("\n")).not.toMatch(/(^|\/)CON(\.|\/|$)/m);

  await exported("html", join(home, "report.html"));
  const report = await openPage(join(home, "report.html"), home);
  try {
    await expect(report.page.getByText(formula).first()).toBeVisible();
    await expect(report.page.getByText(hostile.name).first()).toBeVisible();
    await expect(report.page.getByText("\ufffdgnp.exe").first()).toBeVisible();
    expect(await report.page.content()).not.toContain("\u202e");
    await expectTextOnly(report.page);
  } finally {
    await report.app.close();
  }
});

test("columns, cells and classes of a table are text", async ({ lab: { page }, home }) => {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = Array.from({ length: 40 }, (_, row) =>
    [row, row % 7, row % 2 === 0 ? quoted(image) : quoted(formula)].join(","),
  );
  const path = join(home, `${image.replaceAll("/", "")}.csv`);
  await writeFile(path, [[quoted(script), quoted(template), quoted(formula)].join(","), ...lines].join("\n"));
  await dropFile(page, path);
  for (const text of [script, template, formula, image]) {
    await expect(page.getByText(text).first()).toBeVisible();
  }
  await expectTextOnly(page);
});
