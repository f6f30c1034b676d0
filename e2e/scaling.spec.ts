import { expect, test } from "./fixtures";

test("where the drop rate is set, the lab says that inference multiplies by 1 - p, and not by p", async ({
  lab: { page },
}) => {
  await page.getByText("How dropout is scaled").click();
  await page.getByRole("spinbutton", { name: "Drop rate", exact: true }).fill("0.2");
  await page.getByRole("spinbutton", { name: "Drop rate", exact: true }).press("Enter");
  const said = page.locator("details.scaling p");
  await expect(said).toContainText("1/(1 − p) = 1.25 at p = 0.2");
  await expect(said).toContainText("multiplies the weights by 1 − p = 0.8, the probability of keeping");
  await expect(said).toContainText("agree at p = 0.5 only");
});
