import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectSound } from "./sound";

/** Two clicks from anywhere. */
async function toFour(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "Four inputs, one output" }).click();
  await expect(page.getByRole("heading", { name: "All 16 masks" })).toBeVisible();
}

const yesNo = { none: 0, timesRate: 1, classic: 2, inverted: 3 };

test("all 16 masks of four inputs, and the scaling that keeps the mean: × p at p = 0.5 only", async ({
  lab: { page },
}) => {
  await toFour(page);
  const rate = page.getByRole("spinbutton", { name: "Drop rate p", exact: true });
  const means = page.getByRole("table", { name: "Mean output in training against the output at inference" });
  const rows = means.getByRole("row").filter({ has: page.getByRole("rowheader") });
  const finding = page.getByRole("status").filter({ hasText: "× p" });
  const answers = () => rows.locator("td:last-child").allInnerTexts();
  const numbersOf = (row: number) => rows.nth(row).locator("td").allInnerTexts();

  await expect(rows).toHaveCount(4);
  // w·x = 2; with p = 0.3 the mean is 1.4.
  await expect.poll(answers).toEqual(["no", "no", "yes", "yes"]);
  expect((await numbersOf(yesNo.none)).slice(1)).toEqual(["1.4", "2", "1.429", "no"]);
  expect((await numbersOf(yesNo.timesRate)).slice(1)).toEqual(["1.4", "0.6", "0.429", "no"]);
  expect((await numbersOf(yesNo.inverted)).slice(1)).toEqual(["2", "2", "1", "yes"]);
  await expect(finding).toContainText(
    "At p = 0.3, the mean of training is kept by × (1 − p) at inference and inverted scaling in training, and lost by no scaling and × p at inference.",
  );

  const masks = page.getByRole("table", { name: "All 16 masks" });
  await expect(masks.getByRole("rowheader").filter({ has: page.getByRole("button") })).toHaveCount(16);
  const all = masks.getByRole("row").filter({ has: page.getByRole("button", { name: "All inputs kept" }) });
  expect(await all.locator("td").allInnerTexts()).toEqual(["0", "0.2401", "2", "2.857"]);

  await rate.fill("0.5");
  await rate.press("Enter");
  await expect.poll(answers).toEqual(["no", "yes", "yes", "yes"]);
  await expect(finding).toContainText("At every other p, × p loses the mean");
  for (const p of ["0.49", "0.51", "0.9"]) {
    await rate.fill(p);
    await rate.press("Enter");
    await expect.poll(answers, p).toEqual(["no", "no", "yes", "yes"]);
  }
  // Nothing dropped: nothing to scale.
  await rate.fill("0");
  await rate.press("Enter");
  await expect.poll(answers).toEqual(["yes", "no", "yes", "yes"]);
  await page.getByRole("button", { name: "Set p to 0.5" }).click();
  await expect.poll(answers).toEqual(["no", "yes", "yes", "yes"]);
});

test("a mask is chosen by keyboard, in the table or by an input's switch, and its arithmetic is written out", async ({
  lab: { page },
}) => {
  await toFour(page);
  const drawing = page.getByRole("img", { name: /^A unit with four inputs/ });
  await expect(drawing).toHaveAccessibleName(/x1, x3, and x4 kept\. Output without scaling: 1\.4\./);
  const button = page.getByRole("button", { name: "x2 and x4 kept", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect(drawing).toHaveAccessibleName(/x2 and x4 kept\. Output without scaling: 2\.2\./);
  await expect(page.getByText("y = 0.3 · 2 + 0.4 · 4 = 2.2")).toBeVisible();
  await expect(page.getByText("y × 1/(1 − p) = y × 1.429 = 3.143")).toBeVisible();
  await page.getByRole("switch", { name: "x4 takes part" }).press("Space");
  await expect(page.getByText("y = 0.3 · 2 = 0.6")).toBeVisible();
  const weight = page.getByRole("spinbutton", { name: "Weight of x2" });
  await weight.fill("-0,5");
  await weight.press("Enter");
  await expect(page.getByText("y = (−0.5) · 2 = −1", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(drawing).toHaveAccessibleName(/x1, x3, and x4 kept/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in the four inputs in the ${colorScheme} theme, at 100 % and at 200 %`, async ({
    lab,
  }) => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await toFour(page);
    await expectSound(lab);
  });
}
