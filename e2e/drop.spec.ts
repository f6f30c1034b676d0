import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { npy, npz, zipOf } from "../src/data/npz/testing";
import { png, writeFiles } from "../src/data/pictures/testing";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { smallExperiment } from "./small";

const viewInFront = (page: Page) => page.locator("[aria-current=page]");

/** Two classes of 4 × 4 pictures in the format of MNIST's files. */
async function writeImages(folder: string): Promise<{ images: string; labels: string }> {
  const count = 40;
  const header = (kind: number, ...sizes: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * sizes.length);
    bytes.writeUInt32BE(0x800 + kind, 0);
    sizes.forEach((size, index) => bytes.writeUInt32BE(size, 4 + 4 * index));
    return bytes;
  };
  const classes = Buffer.from(Array.from({ length: count }, (_, index) => index % 2));
  const pixels = Buffer.concat(Array.from(classes, (label) => Buffer.alloc(16, label * 200)));
  const images = join(folder, "tiny-images-idx3-ubyte");
  const labels = join(folder, "tiny-labels-idx1-ubyte");
  await writeFile(images, Buffer.concat([header(3, count, 4, 4), pixels]));
  await writeFile(labels, Buffer.concat([header(1, count), classes]));
  return { images, labels };
}

/** Two classes of 4 × 4 pictures in colour, as two arrays of NumPy, and a third that belongs to neither. */
async function writeArrays(folder: string): Promise<string> {
  const count = 40;
  const classes = Uint8Array.from({ length: count }, (_, index) => index % 2);
  const pixels = Buffer.concat(Array.from(classes, (label) => Buffer.alloc(48, 40 + label * 200)));
  const arrays = {
    x_test: npy("|u1", [1], Uint8Array.of(0)),
    x_train: npy("|u1", [count, 4, 4, 3], pixels),
    y_train: npy("|u1", [count], classes),
  };
  const path = join(folder, "tiny.npz");
  await writeFile(path, npz(arrays, true));
  return path;
}

test("dropped files come to where they belong, from any view; what fails leaves the view as it is", async ({
  lab: { page },
  home,
}) => {
  const write = async (name: string, text: string) => {
    await writeFile(join(home, name), text);
    return join(home, name);
  };
  const document = await write("mine.dropout.json", JSON.stringify(smallExperiment("dropped")));
  const table = await write("table.csv", "a,b\n1,x\n2,y\n");
  const { images, labels } = await writeImages(home);

  await page.keyboard.press("Control+3");
  await dropFile(page, document);
  await expect(page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("dropped");
  await expect(viewInFront(page)).toHaveText("Lab");

  await page.keyboard.press("Control+2");
  await dropFile(page, table);
  await expect(viewInFront(page)).toHaveText("Lab");
  await expect(page.getByText("table.csv").first()).toBeVisible();

  await dropFile(page, await writeArrays(home));
  await expect(page.getByText("tiny.npz").first()).toBeVisible();
  await expect(page.getByRole("img", { name: /^Sample images of classes/ }).first()).toBeVisible();
  // The arrays that belong together were proposed, and are in the form.
  await expect(page.locator("#app").getByText("x_train", { exact: true })).toBeVisible();
  await expect(page.locator("#app").getByText("y_train", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("table.csv").first()).toBeVisible();

  const pixels = new Uint8Array(16);
  const folder = writeFiles(join(home, "letters"), {
    "a/1.png": png(4, 4, pixels),
    "b/1.png": png(4, 4, pixels.fill(200)),
  });
  await dropFile(page, folder);
  await expect(page.getByText("letters").first()).toBeVisible();
  await expect(page.getByText("2 samples · 16 features · 2 classes")).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("table.csv").first()).toBeVisible();

  await dropFile(page, images);
  await dropFile(page, labels);
  await expect(page.getByRole("img", { name: /^Sample images/ }).first()).toBeVisible();
  // Each was a step that can be undone.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("table.csv").first()).toBeVisible();

  await page.keyboard.press("Control+3");
  for (const [name, text, told] of [
    ["result.json", "{", /^result\.json is not valid JSON/],
    ["broken.dropout.json", "[]", /is not a group of named fields/],
    ["notes.pdf", "", /^notes\.pdf is neither an experiment/],
  ] as const) {
    await dropFile(page, await write(name, text));
    await expect(page.getByText(told).first()).toBeVisible();
    await expect(viewInFront(page)).toHaveText("History");
  }
});

test("files that belong together are one data set: a zip of IDX files, two arrays dropped together, one beside the other", async ({
  lab: { page },
  home,
}) => {
  const { images, labels } = await writeImages(home);
  const zip = join(home, "tiny.zip");
  const files = {
    "tiny/images-idx3-ubyte": await readFile(images),
    "tiny/labels-idx1-ubyte": await readFile(labels),
  };
  await writeFile(
    zip,
    zipOf({ ...files, "__MACOSX/tiny/._images-idx3-ubyte": Buffer.of(0, 5, 22, 7) }, true),
  );
  await dropFile(page, zip);
  await expect(page.getByText("40 samples · 16 features · 2 classes")).toBeVisible();
  await expect(page.getByRole("group", { name: "Labels" })).toContainText("tiny.zip");
  // One drop is one step.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("tiny.zip")).toBeHidden();

  const arrays = writeFiles(join(home, "arrays"), {
    "x.npy": npy(
      "|u1",
      [12, 2, 3],
      Uint8Array.from({ length: 72 }, (_, place) => place),
    ),
    "y.npy": npy(
      "|u1",
      [12],
      Uint8Array.from({ length: 12 }, (_, sample) => sample % 3),
    ),
  });
  for (const dropped of [["y.npy", "x.npy"], ["x.npy"]]) {
    await dropFile(page, ...dropped.map((name) => join(arrays, name)));
    await expect(page.getByText("12 samples · 6 features · 3 classes")).toBeVisible();
    await expect(page.getByRole("group", { name: "Arrays file" })).toContainText("x.npy");
    await expect(page.getByRole("group", { name: "Targets file" })).toContainText("y.npy");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(page.getByText("x.npy")).toBeHidden();
  }
});

test("cells that are copied from a spreadsheet are pasted as a table, but not into a field, and no other text", async ({
  lab: { app, page },
  home,
}) => {
  const paste = (text: string) =>
    app.evaluate(({ BrowserWindow, clipboard }, copied) => {
      void clipboard.writeText(copied);
      void BrowserWindow.getAllWindows()[0]!.webContents.paste();
    }, text);
  const rows = Array.from({ length: 30 }, (_, row) => `${row}\t${row % 7},5\t${row % 2 ? "red" : "blue"}`);
  const cells = `no\tsize\tcolour\r\n${rows.join("\r\n")}\r\n`;

  const name = page.getByRole("textbox", { name: "Experiment name" });
  await name.click();
  await name.fill("");
  await paste("a name\tand more\nb\tc");
  await expect(name).toHaveValue(/^a name/);

  await name.blur();
  await paste("Only words,\nas in a letter");
  const pasted = page.getByText(/^pasted-[0-9a-f]{8}\.tsv$/).first();
  // The system's clipboard may still hold what was copied before.
  await expect(async () => {
    await paste(cells);
    await expect(pasted).toBeInViewport({ timeout: 3000 });
  }).toPass();
  await expect(page.getByRole("columnheader", { name: /size/ })).toBeVisible();
  const kept = await readdir(join(home, "pasted"));
  expect(kept).toHaveLength(1);
  expect(await readFile(join(home, "pasted", kept[0]!), "utf8")).toBe(cells);
});

test("a message has three lines at most, with all of it behind Details; what cannot be opened is named", async ({
  lab: { page },
  home,
}) => {
  const write = async (name: string, document: unknown) => {
    await writeFile(join(home, name), JSON.stringify(document));
    return join(home, name);
  };
  const layers = Array.from({ length: 30 }, () => ({ type: "dropout", rate: 1.5 }));
  await dropFile(page, await write("faulty.json", { ...smallExperiment("faulty"), network: { layers } }));
  const lines = page.locator("[data-message-lines]");
  await expect(lines).toBeVisible();
  expect((await lines.textContent())!.split("\n")).toHaveLength(3);
  const { height, line } = await lines.evaluate((element) => ({
    height: element.clientHeight,
    line: parseFloat(getComputedStyle(element).lineHeight),
  }));
  expect(Math.round(height / line)).toBeLessThanOrEqual(3);
  await page.getByRole("button", { name: "Details" }).click();
  const all = page.getByRole("dialog", { name: "Details" });
  await expect(all.getByText("network.layers[29].rate")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(all).toBeHidden();

  for (const [name, document, told] of [
    ["analysis.json", { format: "dropout-lab-analysis-1", variants: [] }, /own analysis of a result/],
    ["package.json", { name: "x", version: "1", scripts: {} }, /is JSON, but not from this lab/],
  ] as const) {
    await dropFile(page, await write(name, document));
    await expect(page.getByText(told)).toBeVisible();
  }
});

test("an export of runs opens its setup; numbers of a table are shown whole", async ({
  lab: { page },
  home,
}) => {
  const runs = { format: "dropout-lab-runs-1", experiments: [{ experiment: smallExperiment("from runs") }] };
  const file = join(home, "runs.json");
  await writeFile(file, JSON.stringify(runs));
  await dropFile(page, file);
  await expect(page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("from runs");
  await expect(page.getByText("This file holds runs")).toBeVisible();

  const table = join(home, "long.csv");
  const number = "6.320000000000000000e-03";
  await writeFile(table, `${Array.from({ length: 12 }, (_, index) => `a${index}`).join(",")},kind\n`);
  const row = (kind: string) => `${Array<string>(12).fill(number).join(",")},${kind}\n`;
  await writeFile(table, `${row("x")}${row("y")}`, { flag: "a" });
  await dropFile(page, table);
  const cell = page.getByRole("cell", { name: number }).first();
  await expect(cell).toBeVisible();
  expect(await cell.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
});
