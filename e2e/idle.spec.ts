import type { Page } from "@playwright/test";
import { choose } from "./choose";
import { expect, test } from "./fixtures";

const variants = (page: Page) =>
  page
    .getByRole("textbox", { name: /^Name of variant/ })
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));

test("after a sweep the network's rates say that they have no effect, and what gives them one can be undone", async ({
  lab: { page },
}) => {
  await choose(page, "Preset", "XOR");
  const note = page.getByRole("note").filter({ hasText: "every variant has its own rate" });
  await expect(note).toHaveCount(0);
  const before = await variants(page);
  await page.getByRole("button", { name: "Sweep…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sweep" });
  const sizes = dialog.getByLabel("Training samples (optional)");
  await sizes.fill("50; 100");
  await sizes.press("Enter");
  await dialog.getByRole("button", { name: "Make these variants" }).click();
  await expect(dialog).toBeHidden();
  await expect(note).toBeVisible();
  await expect(page.getByText("unused", { exact: true }).first()).toBeVisible();
  const samples = page.getByRole("note").filter({ hasText: "its own number of training samples" });
  await expect(samples).toBeVisible();
  const swept = await variants(page);

  await note.getByRole("button", { name: "Add a variant with layer rates" }).click();
  await expect(note).toHaveCount(0);
  await expect(samples).toHaveCount(0);
  expect(await variants(page)).toEqual([...swept, "dropout"]);
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await undo.click();
  await expect.poll(() => variants(page)).toEqual(swept);

  await note.getByRole("button", { name: "Drop these variants" }).click();
  await expect(note).toHaveCount(0);
  expect(await variants(page)).toEqual(["no dropout", "dropout"]);
  await undo.click();
  await expect.poll(() => variants(page)).toEqual(swept);
  await undo.click();
  await expect.poll(() => variants(page)).toEqual(before);
});
