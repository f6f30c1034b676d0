import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";

test("a file's name, its heads of two lines, and the order of time become the experiment's; a faulty file leaves a way on", async ({
  lab: { page },
  home,
}) => {
  const drop = async (name: string, text: string) => {
    await writeFile(join(home, name), text);
    await dropFile(page, join(home, name));
  };
  const day = (at: number) => `2024-0${1 + Math.floor(at / 28)}-${String(1 + (at % 28)).padStart(2, "0")}`;
  const rows = Array.from({ length: 80 }, (_, at) => `${day(at)},${(at * 7) % 13}.5,${(at * 3) % 17}.25`);
  const name = page.getByRole("textbox", { name: "Experiment name" });
  await drop("power use.csv", `Time,Measured,\ndate,load,price_EUR\n${rows.join("\n")}`);
  await expect(name).toHaveValue("power use");
  await expect(page.getByRole("columnheader", { name: /Measured · load/ })).toBeVisible();
  await expect(page.getByText(/The rows are in the order of time: Time · date never falls/)).toBeVisible();
  const divide = page.getByRole("button", { name: "Divide in file order" });
  await divide.click();
  await expect(divide).toBeHidden();
  await expect(page.getByText("File order").first()).toBeVisible();

  await drop("page.csv", "<!doctype html><html><body>Sign in</body></html>");
  await expect(page.getByText(/page\.csv is a web page, not data/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose…" }).first()).toBeVisible();

  // A name that a person has typed stays.
  await name.fill("mine");
  await name.press("Enter");
  await drop("next.csv", `date,load,price_EUR\n${rows.join("\n")}`);
  await expect(page.getByRole("columnheader", { name: /^load/ })).toBeVisible();
  await expect(name).toHaveValue("mine");
});
