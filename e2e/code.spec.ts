import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serious } from "./axe";
import { expect, test } from "./fixtures";
import { chooseItem } from "./menu-item";
import { answerOpenDialog } from "./open-lab";

test("the code follows every edit, marks its forgotten line, and is copied and saved with its data", async ({
  home,
  lab: { app, page },
}) => {
  await page.keyboard.press("Control+j");
  const panel = page.getByRole("region", { name: "Code", exact: true });
  await expect(panel.getByRole("heading", { name: "Code" })).toBeFocused();
  const program = panel.getByRole("region", { name: "The program" });
  await expect(program).toContainText("nn.Dropout(0.3)");
  await expect(program.locator(".forgotten")).toContainText("net.eval()");
  const rate = page.getByRole("spinbutton", { name: /rate/i }).first();
  await rate.fill("0.45");
  await rate.press("Enter");
  await expect(program).toContainText("nn.Dropout(0.45)");
  await panel.getByRole("radio", { name: "Keras 3" }).check({ force: true });
  await expect(program).toContainText("layers.Dropout(0.45)");
  await expect(program.locator(".forgotten")).toContainText("training=False");

  await panel.getByRole("button", { name: "Copy" }).click();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain("layers.Dropout(0.45)");
  await answerOpenDialog(app, home);
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Written/).first()).toBeVisible();
  const folder = join(home, "textbook-keras");
  expect(await readFile(join(folder, "train.py"), "utf8")).toBe(copied);
  expect((await readFile(join(folder, "data.npz"))).subarray(0, 2).toString()).toBe("PK");
  expect(await serious(page)).toEqual([]);

  await chooseItem(app, "code");
  await expect(panel).toBeHidden();
  await expect(page.getByRole("button", { name: "Code", exact: true })).toBeFocused();
});
