import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";
import { expectSound } from "./sound";

for (const colorScheme of ["light", "dark"] as const) {
  test(`a run's pre-activations under each scaling, with real numbers, in the ${colorScheme} theme`, async ({
    lab,
  }) => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await train(page, smallExperiment("small"));
    await page.getByRole("button", { name: "Inside", exact: true }).click();
    await page.getByRole("tab", { name: "Scaling in a whole network" }).click();
    const table = page.getByRole("table", { name: "Pre-activations under each scaling" });
    const rows = table.getByRole("row").filter({ has: page.locator("th[scope=row]") });
    await expect(rows).toHaveCount(6);
    await expect(page.getByText("layer 4 gets inputs 1/(1 − p) = 1.429 times as large")).toBeVisible();
    const numbers = async (row: number) => (await rows.nth(row).locator("td").allInnerTexts()).slice(0, 4);
    const [inverted, classic, none] = [await numbers(3), await numbers(4), await numbers(5)];
    expect(classic).toEqual(inverted);
    expect(none.slice(0, 2)).toEqual(inverted.slice(0, 2));
    expect(Number(none[3])).toBeGreaterThan(1.2 * Number(inverted[3]));
    // Nothing is dropped before the first layer.
    expect(await numbers(2)).toEqual(await numbers(0));

    // The network before training is another one.
    const weights = page.getByRole("slider", { name: "Weights" });
    await weights.focus();
    await page.keyboard.press("Home");
    const panel = page.getByRole("tabpanel", { name: "Scaling in a whole network" });
    await expect(panel.getByText("before training", { exact: true })).toBeVisible();
    await expect.poll(() => numbers(3)).not.toEqual(inverted);
    expect(await numbers(4)).toEqual(await numbers(3));

    await expectSound(lab);
  });
}
