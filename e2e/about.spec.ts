import { readFile } from "node:fs/promises";
import type { ElectronApplication } from "@playwright/test";
import { expect, test } from "./fixtures";

const press = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, name) => Menu.getApplicationMenu()!.getMenuItemById(name)!.click(), id);

test("the About window says what runs here, and leads to the licences of all of it", async ({
  lab: { app, page },
}) => {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  const versions = await app.evaluate(() => process.versions as Record<string, string>);
  await press(app, "about");
  const about = page.getByRole("dialog", { name: "About Dropout Lab" });
  for (const text of [`Version ${version}`, versions["electron"]!, versions["chrome"]!, versions["node"]!])
    await expect(about.getByText(text, { exact: true })).toBeVisible();
  await expect(about.getByText("The lab makes no network requests.")).toBeVisible();
  // The backend is requested in the background.
  await expect(about.getByText("TensorFlow.js")).toBeVisible();
  await about.getByRole("button", { name: "Licences" }).click();

  const licences = page.getByRole("dialog", { name: "Third-party licences" });
  await expect(about).toBeHidden();
  await expect(licences.getByRole("region", { name: "Licence of Dropout Lab" })).toContainText("MIT License");
  await licences.getByRole("textbox").fill("mike bostock");
  await expect(licences.getByRole("button", { name: /d3-scale/ })).toBeVisible();
  await expect(licences.getByRole("button", { name: /^zod/ })).toHaveCount(0);
  await licences.getByRole("button", { name: /d3-shape/ }).click();
  await expect(licences.getByRole("region", { name: "Licence of d3-shape" })).toContainText("Mike Bostock");
  await licences.getByRole("textbox").fill("no such licence");
  await expect(licences.getByText("No package has this")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(licences).toBeHidden();
});
