import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { firstDocument } from "../renderer/state/documents";
import { en } from "../renderer/locales/en";
import { fileFieldsOf, kindOfSource, offeredSources } from "../src/data/kinds";
import { splitFields } from "../src/data/source-kind";
import type { SettingField, SettingValue } from "../src/fields/fields";
import { layerTypes } from "../src/nn/layers/kinds";
import { freshLayer, pageOf } from "../src/nn/layers/pages";
import { optimizers } from "../src/nn/optimizers/kinds";
import { withMinus } from "../src/messages/minus";
import { learningRateField } from "../src/nn/optimizers/settings";
import { choose } from "./choose";
import { npy, npz } from "../src/data/npz/testing";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";

/** Every setting that a folder describes, in the window: its control, its label, its value and its fault. */

const textOf = (texts: object, key: string) => (texts as Record<string, string>)[key]!;

/** The value at a place of the set-up, as the window stores it; nothing is stored before the first change. */
async function valueAt(page: Page, path: readonly string[]): Promise<unknown> {
  const kept = await page.evaluate(() => localStorage.getItem("dropout-lab.draft"));
  const draft: unknown = kept === null ? firstDocument() : JSON.parse(kept);
  return path.reduce((value, key) => (value as Record<string, unknown>)[key], draft);
}

/** Changes a setting by its control, and expects the change in the document. */
async function tryOut(
  page: Page,
  field: SettingField,
  label: string,
  path: readonly string[],
): Promise<void> {
  const becomes = (value: SettingValue) =>
    expect.poll(() => valueAt(page, [...path, field.key]), label).toBe(value);
  if (field.kind === "number" || field.kind === "rate") {
    const input = page.getByRole("spinbutton", { name: label, exact: true });
    const {
      min,
      max = min + 10,
      step = 1,
    } = field.kind === "rate" ? { min: 0, max: 0.9, step: 0.05 } : field;
    const [before, other] = [Number(await input.inputValue()), Math.min(max, min + 3 * step)];
    await input.fill(String(min - 5));
    await expect(input, label).toHaveAttribute("aria-invalid", "true");
    // The sentence names the number that it is about.
    const notes = page.locator(`[id="${await input.getAttribute("aria-describedby")}"]`);
    await expect(notes, label).toContainText(withMinus(String(min - 5)));
    await input.fill(String(other));
    await becomes(other);
    await input.fill(String(before));
    // A penalty of 0 is left out.
    await expect.poll(async () => (await valueAt(page, [...path, field.key])) ?? 0, label).toBe(before);
    await input.blur();
  } else if (field.kind === "toggle") {
    const toggle = page.getByRole("switch", { name: label, exact: true });
    const before = await toggle.isChecked();
    await toggle.press("Space");
    await becomes(!before);
    // Its label switches it too.
    await page.getByText(label, { exact: true }).click();
    await becomes(before);
  } else if (field.kind === "choice") {
    for (const option of [...field.options].reverse()) {
      await choose(page, label, textOf(textOf(en, field.texts) as unknown as object, String(option)));
      await becomes(option);
    }
  }
}

test("every setting of every data source has its control, which changes it and shows its faults", async ({
  lab: { page },
  home,
}) => {
  const table = join(home, "table.csv");
  await writeFile(table, `a,b,kind\n${"1,2,x\n3,4,y\n".repeat(20)}`);
  for (const source of offeredSources("digits")) {
    const { fields } = kindOfSource(source);
    const hasFiles = fileFieldsOf(source).length > 0;
    if (source === "table") await dropFile(page, table);
    else await choose(page, "Data source", en.sources[source]);
    await expect.poll(() => valueAt(page, ["data", "source"])).toBe(source);
    // Other settings of a source are shown once its files are chosen.
    const own = hasFiles && source !== "table" ? [] : fields;
    for (const field of [...own, ...splitFields]) {
      if (field.kind === "file" || field.kind === "array") continue;
      if (field.kind === "column" || field.kind === "columns") continue;
      if (field.kind === "notation" || field.kind === "size") continue;
      await tryOut(page, field, textOf(en.data, field.key), ["data"]);
    }
  }
});

test("every setting of every optimizer has its control, which changes it and shows its faults", async ({
  lab: { page },
}) => {
  for (const { type, fields } of optimizers) {
    await choose(page, "Optimizer", new RegExp(`^${en.optimizers[type]}$`));
    await expect.poll(() => valueAt(page, ["training", "optimizer", "type"])).toBe(type);
    for (const field of [learningRateField, ...fields]) {
      await tryOut(page, field, textOf(en.training, field.key), ["training", "optimizer"]);
    }
  }
});

test("every setting of every layer has its control, which changes it and shows its faults", async ({
  lab: { page },
}) => {
  const layers = layerTypes.map((type) => freshLayer(type, 0.3));
  const draft = { ...firstDocument(), network: { layers: [...layers, freshLayer("dense", 0)] } };
  await page.evaluate((text) => localStorage.setItem("dropout-lab.draft", text), JSON.stringify(draft));
  await page.reload();
  // The penalties of single layers are few people's.
  await page.locator("details.more > summary").click();
  await page.getByText(en.layerPenalties.title).click();
  for (const [index, layer] of layers.entries()) {
    for (const field of pageOf(layer).fields ?? []) {
      if (field.kind === "initializer") continue;
      // One choice for all layers that drop.
      const isShared = field.key === "scaling";
      if (isShared) await page.getByText(en.network.scalingTitle).click();
      const label = isShared
        ? en.network.scaling
        : textOf(en.network, `${field.key}Of`).replace("{number}", String(index + 1));
      await tryOut(page, field, label, ["network", "layers", String(index)]);
    }
  }
});

test("the arrays of a file are listed, chosen and shown by the process that reads data", async ({
  lab: { page },
  home,
}) => {
  const name = "a file of arrays with a name that is longer than the field that shows it.npz";
  const file = join(home, name);
  const values = npy(
    "<f8",
    [600, 40],
    Buffer.from(Float64Array.from({ length: 24_000 }, (_, index) => Math.sin(index)).buffer),
  );
  const labels = npy("|u1", [600], Buffer.from(Uint8Array.from({ length: 600 }, (_, index) => index % 3)));
  await writeFile(file, npz({ alpha: values, beta: values, gamma: labels, delta: labels }));
  await dropFile(page, file);
  await expect(page.getByTitle(name)).toHaveText(name);
  const rows = page.getByRole("table", { name: en.data.rowsTable }).getByRole("row");
  await expect(rows).toHaveText([/Array\s*Shape\s*Type/, /alpha/, /beta/, /gamma/, /delta/]);
  await choose(page, en.data.inputs, "beta");
  await choose(page, en.data.targets, "delta");
  await expect(page.getByText("600 samples · 40 features · 3 classes")).toBeVisible();
});
