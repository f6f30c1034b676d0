import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { choose } from "./choose";
import { expect, test } from "./fixtures";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in the ${colorScheme} theme, before and after a run`, async ({
    lab: { page },
  }) => {
    await page.emulateMedia({ colorScheme });
    await choose(page, "Preset", "XOR");
    const serious = async () => {
      const { violations } = (await page.evaluate(
        // Through the debugger, which the content security policy does not bind.
        `${axe}; axe.run(document, { resultTypes: ["violations"] })`,
      )) as AxeResults;
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 600)).join(" | ")}`);
    };
    expect(await serious()).toEqual([]);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(page.getByRole("img", { name: /loss/i }).first()).toBeVisible({ timeout: 60_000 });
    expect(await serious()).toEqual([]);
  });
}

test("the network can be changed from the keyboard alone", async ({ lab: { page } }) => {
  await choose(page, "Preset", "XOR");
  const rate = page.getByRole("spinbutton", { name: "Drop rate", exact: true });
  await rate.focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("0.35");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("spinbutton", { name: "Rate of layer 3" })).toHaveValue("0.35");
  const rows = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: /^Move layer \d+ up/ }) });
  const count = await rows.count();
  await page.getByRole("button", { name: "Add layer" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Dense" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(count + 1);
  await page.getByRole("button", { name: /^Move layer 3 up/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("spinbutton", { name: "Rate of layer 2" })).toBeVisible();
});
