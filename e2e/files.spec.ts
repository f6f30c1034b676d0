import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { npy, npz, zipOf } from "../src/data/npz/testing";
import { png, writeFiles } from "../src/data/pictures/testing";
import { experimentSchema } from "../src/experiment/schema";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { answerOpenDialog } from "./open-lab";

const mnist = resolve("../shared/data/mnist-t10k");

async function writeIris(home: string): Promise<string> {
  const rows = Array.from({ length: 60 }, (_, row) => {
    const kind = row % 2 === 0 ? "setosa" : '"versi,color"';
    return `${(row % 7) + (row % 2) * 5},${(row * 3) % 11},${kind}`;
  });
  const path = join(home, "iris.csv");
  await writeFile(path, ["length,width,species", ...rows].join("\n"));
  return path;
}

test("a CSV dropped onto the window becomes the data, as a table, and trains", async ({
  lab: { page },
  home,
}) => {
  await choose(page, "Preset", "Moons");
  await dropFile(page, await writeIris(home));
  await expect(page.getByRole("combobox", { name: "Data source", exact: true })).toHaveAccessibleName(
    "Data source",
  );
  await expect(page.getByText("iris.csv").first()).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "species" })).toBeVisible();
  await expect(page.getByText("versi,color").first()).toBeVisible();
  for (const [field, count] of [
    ["Training samples", "40"],
    ["Validation samples", "10"],
    ["Test samples", "10"],
  ] as const) {
    await page.getByRole("spinbutton", { name: field }).fill(count);
    await page.getByRole("spinbutton", { name: field }).press("Enter");
  }
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(/\d+ of \d+ done/).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel("Results of the variants").getByText(/%/).first()).toBeVisible({
    timeout: 30_000,
  });
});

test("MNIST files come in by dialog, are shown as images, and their path never reaches the page", async ({
  lab: { app, page },
}) => {
  test.skip(!existsSync(mnist), "../shared/data is not there");
  await choose(page, "Preset", "MNIST");
  for (const [field, file] of [
    ["Images", "t10k-images-idx3-ubyte.gz"],
    ["Labels", "t10k-labels-idx1-ubyte.gz"],
  ] as const) {
    await answerOpenDialog(app, join(mnist, file));
    await page.getByRole("group", { name: field, exact: true }).getByRole("button").click();
    await expect(page.getByText(file).first()).toBeVisible();
  }
  await expect(page.getByRole("img", { name: /^Sample images/ }).first()).toBeVisible();
  expect(await page.content()).not.toContain(mnist);
});

test("arrays come in by dialog, are proposed by name, and can be changed", async ({
  lab: { app, page },
  home,
}) => {
  const ten = Array.from({ length: 30 }, (_, index) => index % 10);
  const arrays = {
    data: npy(
      "|u1",
      [30, 2, 2],
      Uint8Array.from({ length: 120 }, (_, index) => 2 * index),
    ),
    target: npy(
      "|u1",
      [30],
      Uint8Array.from(ten, (label) => label % 2),
    ),
    other: npy("|u1", [30], Uint8Array.from(ten)),
  };
  const file = join(home, "mine.npz");
  await writeFile(file, npz(arrays));
  await choose(page, "Data source", "NumPy arrays (.npz)");
  await answerOpenDialog(app, file);
  await page.getByRole("group", { name: "Arrays file", exact: true }).getByRole("button").click();
  await expect(page.getByRole("img", { name: /^Sample images of classes/ }).first()).toBeVisible();
  await expect(page.getByText("30 samples · 4 features · 2 classes")).toBeVisible();
  await choose(page, "Targets", "other");
  await expect(page.getByText("30 samples · 4 features · 10 classes")).toBeVisible();
  expect(await page.content()).not.toContain(home);
});

test("a folder of images comes in by dialog, is brought to one size and can be changed; its zip is the same", async ({
  lab: { app, page },
  home,
}) => {
  const image = (value: number) =>
    png(
      6,
      4,
      Uint8Array.from({ length: 72 }, (_, place) => (place % 3 === 0 ? value : 9)),
    );
  const files: Record<string, Uint8Array> = { "cats/broken.png": image(1).subarray(0, 50) };
  for (let index = 0; index < 20; index++) {
    files[`${index % 2 ? "dogs" : "cats"}/${index}.png`] = image(10 * index);
  }
  writeFiles(join(home, "pets"), files);
  await writeFile(join(home, "pets.zip"), zipOf(files, true));
  await choose(page, "Data source", "Folder of images");
  await expect(page.getByText("Choose a folder or a zip")).toBeVisible();
  const field = page.getByRole("group", { name: "Folder or zip", exact: true });
  await answerOpenDialog(app, join(home, "pets"));
  await field.getByRole("button", { name: "Folder…" }).click();
  await expect(page.getByText("20 samples · 72 features · 2 classes")).toBeVisible();
  await expect(page.getByText("Left out as broken or no images: 1 (cats/broken.png)")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Sample images of classes/ }).first()).toBeVisible();
  // What the images propose is in the form.
  await expect(page.getByRole("spinbutton", { name: "Height in pixels" })).toHaveValue("4");
  await expect(page.getByRole("spinbutton", { name: "Width in pixels" })).toHaveValue("6");
  await choose(page, "Colours", "Grey");
  await expect(page.getByText("20 samples · 24 features · 2 classes")).toBeVisible();
  await page.getByRole("spinbutton", { name: "Width in pixels" }).fill("3");
  await expect(page.getByText("20 samples · 12 features · 2 classes")).toBeVisible();

  await answerOpenDialog(app, join(home, "pets.zip"));
  await field.getByRole("button", { name: "Zip…" }).click();
  await expect(page.getByText("pets.zip").first()).toBeVisible();
  // Other images propose anew.
  await expect(page.getByText("20 samples · 72 features · 2 classes")).toBeVisible();
  await expect(page.getByRole("spinbutton", { name: "Width in pixels" })).toHaveValue("6");
  expect(await page.content()).not.toContain(home);
});

test("an experiment opened by dialog can be changed and saved, and the written document is valid", async ({
  lab: { app, page },
  home,
}) => {
  await mkdir(join(home, "documents"));
  const csv = await writeIris(join(home, "documents"));
  const source = join(home, "documents", "mine.dropout.json");
  const layers = [
    { type: "dense", units: 4 },
    { type: "relu" },
    { type: "dropout", rate: 0.1 },
    { type: "dense", units: 2 },
  ];
  const data = { source: "csv", path: "iris.csv", target: "species", train: 40, validation: 20 };
  await writeFile(source, JSON.stringify({ name: "mine", data, network: { layers } }));
  await answerOpenDialog(app, source);
  await page.getByRole("button", { name: "Open an experiment" }).click();
  await expect(page.getByText("iris.csv").first()).toBeVisible();
  const rate = page.getByRole("spinbutton", { name: "Drop rate", exact: true });
  await rate.fill("0.25");
  await rate.press("Enter");

  // Saved to the same file, without a question.
  expect(await page.title()).toBe("• mine.dropout.json – Dropout Lab");
  await page.getByRole("button", { name: "Save the experiment" }).click();
  await expect.poll(() => readFile(source, "utf8")).toContain("0.25");
  await expect(page).toHaveTitle("mine.dropout.json – Dropout Lab");

  const target = join(home, "documents", "saved.dropout.json");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, target);
  await page.keyboard.press("Control+Shift+s");
  await expect.poll(() => existsSync(target)).toBe(true);
  await expect(page).toHaveTitle("saved.dropout.json – Dropout Lab");
  const saved = experimentSchema.parse(JSON.parse(await readFile(target, "utf8")));
  expect(saved.network.layers[2]).toEqual({ type: "dropout", rate: 0.25, scaling: "inverted" });
  expect(saved.data).toMatchObject({ source: "csv", path: "iris.csv", target: "species" });
  expect(await readdir(join(home, "documents"))).toEqual([
    "iris.csv",
    "mine.dropout.json",
    "saved.dropout.json",
  ]);
  expect(csv).toContain("iris.csv");

  await app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    join(home, "nowhere", "lost.dropout.json"),
  );
  await page.keyboard.press("Control+Shift+s");
  await expect(
    page.getByText("lost.dropout.json could not be written (ENOENT)", { exact: false }),
  ).toBeVisible();
  expect(await page.content()).not.toContain("nowhere");
});
