import type { Page } from "@playwright/test";
import { halvingSchema } from "../src/experiment/halving";
import type { Experiment } from "../src/experiment/schema";
import { expect, test } from "./fixtures";
import { serious } from "./axe";
import { choose } from "./choose";
import { smallExperiment, train } from "./small";

async function draftOf(page: Page): Promise<Experiment> {
  const kept = await page.evaluate(() => localStorage.getItem("dropout-lab.draft"));
  return JSON.parse(kept!) as Experiment;
}

test("a variant changes any setting, problems stand at it, and undo takes it back", async ({
  lab: { page },
}) => {
  const list = page.getByRole("list", { name: "Settings that variant 1 changes" });
  await page.getByRole("button", { name: "Change another setting in variant 1" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  const value = list.getByRole("spinbutton");
  await value.fill("-1");
  await value.press("Tab");
  await expect(page.getByText("−1 is below 0")).toBeVisible();
  await value.fill("0.001");
  await value.press("Tab");
  await expect.poll(async () => (await draftOf(page)).variants[0]!.set).toEqual({ "training.l2": 0.001 });

  const setting = list.getByRole("combobox");
  await setting.click();
  await setting.pressSequentially("learning rate");
  await page.getByRole("option", { name: "Optimizer: Learning rate" }).click();
  await expect
    .poll(async () => (await draftOf(page)).variants[0]!.set)
    .toEqual({ "training.optimizer.learningRate": 0.001 });
  expect(await serious(page)).toEqual([]);

  await page.getByRole("button", { name: /^Leave .* in variant 1 as it is$/ }).click();
  await expect(list).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(list.getByRole("listitem")).toHaveCount(1);
});

test("edits become a variant, and the network is as it was", async ({ lab: { page } }) => {
  const asVariant = page.getByRole("button", { name: "Edits as variant" });
  await expect(asVariant).toHaveCount(0);
  const units = page
    .getByRole("list", { name: "Layers" })
    .getByRole("spinbutton", { name: "Units of layer 1", exact: true });
  await units.fill("77");
  await units.press("Tab");
  await asVariant.click();
  await expect
    .poll(async () => (await draftOf(page)).variants.at(-1)!.set)
    .toEqual({ "network.layers[0].units": 77 });
  await expect(units).toHaveValue("200");
  await expect(asVariant).toHaveCount(0);
});

test("a sweep takes any setting, as a grid and as a sample", async ({ lab: { page } }) => {
  await page.getByRole("button", { name: "Sweep…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sweep" });
  await dialog.getByText("More settings").click();
  await dialog.getByRole("button", { name: "Add a setting" }).click();
  const values = dialog
    .getByRole("textbox", { name: /^Values of .*L2/ })
    .or(dialog.getByLabel(/^Values of .*L2/).locator("input"));
  await values.first().fill("1e-4, 1e-2");
  await values.first().press("Enter");
  await expect(dialog.getByText(/^12 variants × 5 seeds = 60 runs/)).toBeVisible();
  await dialog.getByRole("switch", { name: "Random sample" }).click();
  await expect(dialog.getByText(/^20 variants × 5 seeds = 100 runs/)).toBeVisible();
  await dialog.getByRole("switch", { name: "Successive halving" }).click();
  expect(await serious(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Make these variants" }).click();
  await expect.poll(async () => (await draftOf(page)).variants.length).toBe(20);
  const { variants, evaluation } = await draftOf(page);
  expect(evaluation.halving).toEqual(halvingSchema.parse({}));
  for (const { rate, set } of variants) {
    expect(rate).toBeLessThanOrEqual(0.5);
    expect(set!["training.l2"]).toBeGreaterThanOrEqual(1e-4);
    expect(set!["training.l2"]).toBeLessThanOrEqual(1e-2);
  }
});

test("a variant has data of its own, and the sentences say so", async ({ lab: { page } }) => {
  await train(
    page,
    smallExperiment("noise", {
      variants: [
        { name: "little", rate: 0, set: { "data.noise": 0.1 } },
        { name: "much", rate: 0, set: { "data.noise": 0.5 } },
      ],
      seeds: [1, 2, 3],
    }),
  );
  await page.reload();
  await page.keyboard.press("Control+2");
  await expect(
    page.getByText(/"?much"? and "?little"? have different data, also to be measured on/).first(),
  ).toBeVisible();
  await page.keyboard.press("Control+1");
  await choose(page, "Preset", "Moons");
  await page.getByRole("button", { name: "Change another setting in variant 1" }).click();
  const list = page.getByRole("list", { name: "Settings that variant 1 changes" });
  const setting = list.getByRole("combobox");
  await setting.click();
  await setting.pressSequentially("data.noise");
  await page.getByRole("option", { name: "Noise", exact: true }).click();
  await expect.poll(async () => Object.keys((await draftOf(page)).variants[0]!.set!)).toEqual(["data.noise"]);
});

test("the history tells why halted runs have fewer epochs; the fields of halving are accessible", async ({
  lab: { page },
}) => {
  await train(
    page,
    smallExperiment("halved", {
      training: { epochs: 4, batchSize: 16 },
      variants: [0, 0.2, 0.8].map((rate) => ({ name: `p = ${rate}`, rate })),
      evaluation: { halving: { first: 1, eta: 3 } },
    }),
  );
  await page.reload();
  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.getByRole("button", { name: "Runs of halved" }).click();
  const halted = page.getByRole("cell", { name: /Halted after epoch 1 of 4: not among the best 1\/3/ });
  await expect(halted).toHaveCount(2);
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press("Control+1");
  await page
    .locator("summary")
    .filter({ hasText: /^\s*More/ })
    .first()
    .click();
  await page.getByRole("switch", { name: /Successive halving/ }).click({ force: true });
  expect(await serious(page)).toEqual([]);
});
