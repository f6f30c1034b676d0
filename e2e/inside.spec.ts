import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

test("inside is one click away, and its code is loaded only then", async ({ lab: { page } }) => {
  await train(page, smallExperiment("small"));
  const styles = page.locator('link[rel=stylesheet][href*="/Inside-"]');
  expect(await styles.count()).toBe(0);
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await expect(page.getByRole("tab", { name: "Minibatch by minibatch" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await expect(page.getByRole("combobox", { name: "Run" })).toBeVisible();
  expect(await styles.count()).toBe(1);
});
