import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { smallExperiment } from "./small";

/** Leaves the field, as a person does who goes on to the next one. */
const leave = (field: Locator) => field.blur();

/** A field reads a decimal comma. It refuses other texts with a reason and keeps its value. */
async function holds(page: Page, field: Locator): Promise<void> {
  const name = (await field.getAttribute("aria-label")) ?? (await field.getAttribute("id"));
  const before = await field.inputValue();
  const refusal = page.getByRole("alert").filter({ hasText: /“|"/ });
  for (const [typed, reason] of [
    ["1/3", '"1/3" is not a number'],
    ["1,000", '"1,000" may mean thousands or a fraction'],
    ["0.3.1", '"0.3.1" is not a number'],
    ["1e999", '"1e999" is larger'],
    ["0x10", '"0x10" is not a number'],
  ] as const) {
    await field.fill(typed);
    await expect(refusal, `${name}: ${typed}`).toContainText(reason);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await leave(field);
    await expect(refusal, `${name}: ${typed}`).toContainText(reason);
    await expect(field, `${name}: ${typed}`).toHaveValue(before);
  }
  for (const [typed, value] of [
    ["0,25", "0.25"],
    ["１", "1"],
    [".5", "0.5"],
    ["−0", "0"],
  ] as const) {
    await field.fill(typed);
    await leave(field);
    await expect(field, `${name}: ${typed}`).toHaveValue(value);
    await expect(refusal).toHaveCount(0);
  }
  await field.fill(before);
  await leave(field);
  await expect(field).toHaveValue(before);
}

async function copy(app: ElectronApplication, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
}

test("every number field of the set-up reads what is written, or refuses it beside the field", async ({
  lab: { page },
  home,
}) => {
  test.setTimeout(400_000);
  const document = smallExperiment("numbers", {
    data: { source: "clusters", train: 64, validation: 64 },
    network: {
      layers: [
        { type: "dense", units: 8 },
        { type: "leakyRelu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 8 },
        { type: "elu" },
        { type: "dense", units: 10 },
      ],
    },
    variants: [{ name: "one", rate: 0.5, train: 32, width: 0.5 }, { name: "two" }],
  });
  await writeFile(join(home, "numbers.dropout.json"), JSON.stringify(document));
  await dropFile(page, join(home, "numbers.dropout.json"));
  await expect(page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("numbers");
  const seen = new Set<string>();
  const sweepThrough = async () => {
    for (const field of await page.locator(".setup").getByRole("spinbutton").all()) {
      const name = await field.evaluate(
        (input: HTMLInputElement) => input.ariaLabel ?? input.labels?.[0]?.innerText ?? "",
      );
      if (seen.has(name)) continue;
      seen.add(name);
      await holds(page, field);
    }
  };
  await sweepThrough();
  for (const optimizer of ["SGD", "AdamW", "RMSprop"]) {
    await choose(page, "Optimizer", optimizer);
    await sweepThrough();
  }
  await choose(page, "Data source", "Two moons");
  await sweepThrough();
  // A field that is missing here, or that no longer exists, is reported.
  expect(seen.size).toBe(33);
});

test("a refused number starts nothing, and a column of a table makes no number of its digits", async ({
  lab: { app, page },
}) => {
  const rate = page.getByRole("spinbutton", { name: "Learning rate" });
  await rate.fill("1/3");
  await page.keyboard.press("Control+Enter");
  await expect(rate).toBeFocused();
  await expect(rate).toHaveValue("0.001");
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeDisabled();
  for (const [copied, shown] of [
    ["0.5\r\n0.7\r\n", "0.001"],
    ["0,5\t0,7", "0.001"],
    ["0,5\r\n", "0.5"],
    ["\t0.25", "0.25"],
  ] as const) {
    await copy(app, copied);
    await rate.focus();
    await rate.selectText();
    await page.keyboard.press("Control+V");
    await rate.blur();
    await expect(rate, JSON.stringify(copied)).toHaveValue(shown);
  }
  // Stepping keeps the number of digits.
  const epsilon = page.getByRole("spinbutton", { name: "Epsilon" });
  await epsilon.press("ArrowUp");
  await expect(epsilon).toHaveValue("2e-7");
});

test("lists of numbers take what is typed and pasted whole, or say why not", async ({
  lab: { app, page },
}) => {
  const seeds = page.locator(".seeds").first();
  const input = seeds.getByLabel("Seeds", { exact: true });
  const tagsOf = (field: Locator) => field.locator(".el-tag").allInnerTexts();
  await expect.poll(() => tagsOf(seeds)).toEqual(["1", "2", "3", "4", "5"]);
  for (const [typed, reason] of [
    ["0,1; 0,3; 0,5", "0.1 is not a whole number"],
    ["0,1", "0.1 is not a whole number"],
    ["4; x", '"x" is not a number'],
    ["-4", "−4 is below 0"],
  ] as const) {
    await input.fill(typed);
    await input.press("Enter");
    await expect(seeds.getByRole("alert")).toContainText(reason);
    expect(await tagsOf(seeds)).toEqual(["1", "2", "3", "4", "5"]);
  }
  await copy(app, "7\r\n8\r\n9\r\n");
  await input.focus();
  await page.keyboard.press("Control+V");
  await expect.poll(() => tagsOf(seeds)).toEqual(["1", "2", "3", "4", "5", "7", "8", "9"]);
  await expect(seeds.getByRole("alert")).toHaveCount(0);
  await input.fill("11, 12");
  await input.press("Enter");
  await expect.poll(() => tagsOf(seeds)).toEqual(["1", "2", "3", "4", "5", "7", "8", "9", "11", "12"]);

  await page.getByRole("button", { name: "Sweep…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sweep" });
  for (const field of await dialog.getByRole("spinbutton").all()) {
    const before = await field.inputValue();
    await field.fill("1/3");
    await expect(dialog.getByRole("alert")).toContainText('"1/3" is not a number');
    await field.fill(before);
    await expect(dialog.getByRole("alert")).toHaveCount(0);
  }
  const rates = dialog.locator(".field").filter({ has: page.getByText("Rates", { exact: true }) });
  const typeRates = async (text: string) => {
    for (let left = (await tagsOf(rates)).length; left > 0; left -= 1) {
      await rates.locator(".el-tag__close").first().click();
    }
    await rates.getByLabel("Rates").fill(text);
    await rates.getByLabel("Rates").press("Enter");
  };
  for (const [typed, read] of [
    ["0,1; 0,3; 0,5", ["0.1", "0.3", "0.5"]],
    ["0.1, 0.3", ["0.1", "0.3"]],
    ["0,1", ["0.1"]],
    ["0.1,0.2", ["0.1", "0.2"]],
    ["0,1,0,3", []],
    ["0x10", []],
  ] as const) {
    await typeRates(typed);
    await expect.poll(() => tagsOf(rates), { message: typed }).toEqual([...read]);
    await expect(rates.getByRole("alert")).toHaveCount(read.length === 0 ? 1 : 0);
  }
  await copy(app, "0,1\t0,2\r\n0,3\t0,4\r\n");
  await rates.getByLabel("Rates").focus();
  await page.keyboard.press("Control+V");
  await expect.poll(() => tagsOf(rates)).toEqual(["0.1", "0.2", "0.3", "0.4"]);
});

test("the history's filters read numbers likewise, and an empty end is open", async ({ lab: { page } }) => {
  await page.keyboard.press("Control+3");
  await page.getByRole("button", { name: /^Filters/ }).click();
  const fields = page.getByRole("group", { name: "Filters" }).getByRole("spinbutton");
  await expect(fields).toHaveCount(6);
  for (const field of await fields.all()) {
    await holds(page, field);
    await field.fill("-1");
    await expect(page.getByRole("alert")).toContainText("−1 is below 0");
    await field.fill("");
    await expect(page.getByRole("alert")).toHaveCount(0);
  }
});

test("while a Korean keyboard composes, Enter makes no tag, and one after it makes one", async ({
  lab: { page },
}) => {
  const session = await page.context().newCDPSession(page);
  const enter = async (type: "rawKeyDown" | "keyUp", composing: boolean) =>
    session.send("Input.dispatchKeyEvent", {
      type,
      key: composing ? "Process" : "Enter",
      code: "Enter",
      windowsVirtualKeyCode: composing ? 229 : 13,
    });
  const seeds = page.locator(".seeds").first();
  await seeds.getByLabel("Seeds", { exact: true }).focus();
  await session.send("Input.imeSetComposition", { text: "４２", selectionStart: 2, selectionEnd: 2 });
  await enter("rawKeyDown", true);
  await session.send("Input.insertText", { text: "４２" });
  await enter("keyUp", true);
  expect(await seeds.locator(".el-tag").allInnerTexts()).toEqual(["1", "2", "3", "4", "5"]);
  await enter("rawKeyDown", false);
  await enter("keyUp", false);
  await expect.poll(() => seeds.locator(".el-tag").allInnerTexts()).toEqual(["1", "2", "3", "4", "5", "42"]);
  await seeds.getByLabel("Seeds", { exact: true }).press("Enter");
  await seeds.getByLabel("Seeds", { exact: true }).blur();
  await expect.poll(() => seeds.locator(".el-tag").allInnerTexts()).toEqual(["1", "2", "3", "4", "5", "42"]);
});
