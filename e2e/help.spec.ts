import type { Page } from "@playwright/test";
import { en } from "../renderer/locales/en";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { train, smallExperiment } from "./small";

/** Labels that explain themselves: a name or a list of choices. */
const selfEvident = ["Data source", "Target column", "Task"];

/** The labels of the set-up with the help beside each, as a screen reader announces it. */
const labelled = (page: Page) =>
  page.locator(".setup .field-head").evaluateAll((heads) =>
    heads.map((head) => {
      const button = head.querySelector("button");
      const told = document.getElementById(button?.getAttribute("aria-describedby") ?? "");
      return { label: head.querySelector("label")!.innerText, help: told?.textContent ?? null };
    }),
  );

test("every setting of the set-up says what it means, to the eye, the keyboard and a screen reader", async ({
  lab: { page },
}) => {
  const seen = new Map<string, string | null>();
  const look = async () => {
    for (const { label, help } of await labelled(page)) seen.set(label, help);
  };
  await look();
  for (const optimizer of ["SGD", "AdamW", "RMSprop"]) {
    await choose(page, "Optimizer", optimizer);
    await look();
  }
  for (const source of ["Gaussian clusters", "Two moons", "Table (CSV, Excel, Parquet, JSON)"]) {
    await choose(page, "Data source", source);
    await look();
  }
  const without = [...seen].filter(([, help]) => help === null).map(([label]) => label);
  expect(without.filter((label) => !selfEvident.includes(label))).toEqual([]);
  const texts = new Set<string | null>(Object.values(en.help));
  for (const [label, help] of seen) if (help !== null) expect(texts.has(help), label).toBe(true);
  expect(seen.get("Early-stopping patience")).toContain("it stops nothing");

  const patience = page.getByRole("button", { name: "About Early-stopping patience" });
  await patience.focus();
  await expect(page.locator(".hint-tip:visible")).toContainText("it stops nothing");
  await patience.blur();
});

test("the heads of the comparison's columns say to the keyboard what effect size and Holm's p mean", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("help", { seeds: [1, 2] }));
  await page.reload();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  for (const [column, said] of [
    ["Effect size", "divided by its standard deviation"],
    ["p (Holm)", "Holm’s correction"],
  ] as const) {
    const head = page.getByRole("columnheader").getByRole("button", { name: column, exact: true });
    await expect(head).toHaveAccessibleDescription(new RegExp(said));
    await head.focus();
    await expect(page.locator(".hint-tip:visible").filter({ hasText: said })).toBeVisible();
  }
});
