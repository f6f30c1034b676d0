import type { Page } from "@playwright/test";
import { serious } from "./axe";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { savePicture } from "./saved-picture";
import { smallExperiment, train } from "./small";

/** Drawn digits, three seeds. */
const digits = () =>
  smallExperiment("digits", {
    data: { source: "digits", train: 64, validation: 64 },
    network: {
      layers: [
        { type: "dense", units: 70 },
        { type: "relu" },
        { type: "dropout", rate: 0.5 },
        { type: "dense", units: 6 },
        { type: "tanh" },
        { type: "dense", units: 10 },
      ],
    },
    seeds: [1, 2, 3],
  });

async function openUnits(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "What units learn" }).click();
}

/** What the verb says of each run of the newest experiment, by variant and seed. */
async function asked(page: Page, epoch: number) {
  return page.evaluate(async (after) => {
    const listed = await window.lab.listExperiments({ limit: 1 });
    if (!listed.ok) throw new Error(listed.failure.code);
    const told = [];
    for (const { id: runId, variant, seed } of listed.value[0]!.runs) {
      const answer = await window.lab.inspectUnits({ runId, epoch: after, pictures: true });
      if (!answer.ok) throw new Error(answer.failure.code);
      told.push({ variant, seed, ...answer.value });
    }
    return told;
  }, epoch);
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("variants stand side by side with the numbers of the verb, layer by layer, along the epochs", async ({
  lab: { page },
}) => {
  await train(page, digits());
  await openUnits(page);
  const table = page.getByRole("table", { name: "Hidden layers in numbers" });
  async function expectNumbers(epoch: number): Promise<void> {
    const told = (await asked(page, epoch)).filter(({ seed }) => seed === 1);
    for (const { variant, layers } of told) {
      for (const [index, { units, mean: average, zero, dead, norms, correlations }] of layers.entries()) {
        const row = table
          .getByRole("row", { name: new RegExp(`^Hidden ${index + 1} ${variant} `) })
          .getByRole("cell");
        await expect(row.nth(2)).toHaveAttribute("data-value", String(average));
        await expect(row.nth(1)).toHaveText(String(units));
        await expect(row.nth(3)).toHaveText(`${(100 * zero).toFixed(1)}%`);
        await expect(row.nth(5)).toHaveText(String(dead));
        await expect(row.nth(6)).toHaveText(mean(norms).toFixed(3));
        await expect(row.nth(7)).toHaveAttribute("data-value", String(correlations.mean));
      }
    }
  }
  await expect(page.getByText("64 validation samples, weights after epoch 3")).toBeVisible();
  await expectNumbers(3);
  const pictures = page.getByRole("img", { name: /^Incoming weights of the first 64 units/ });
  await expect(pictures).toHaveCount(2);
  await page.getByRole("button", { name: "Show 6 more" }).click();
  await expect(page.getByRole("img", { name: /^Incoming weights of the first 70 units/ })).toHaveCount(2);

  // A matrix is read by key: unit 3 with unit 2.
  const matrix = page.getByRole("group", { name: /^Matrix of correlations .*: dropout/ });
  await matrix.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  const dropout = (await asked(page, 3)).find(({ variant, seed }) => variant === "dropout" && seed === 1)!;
  const { units, values } = dropout.layers[0]!.correlations.matrix!;
  const r = values[2 * units.length + 1]!.toLocaleString("en", { maximumFractionDigits: 3 }).replace(
    "-",
    "−",
  );
  await expect(page.getByText(`Units ${units[2]! + 1} and ${units[1]! + 1}: r = ${r}`)).toBeVisible();

  await choose(page, "Layer", /^Hidden 2/);
  await expect(page.getByRole("group", { name: /^Matrix of correlations between 6 units/ })).toHaveCount(2);
  await page.getByText("Norm of each unit’s weights").click();
  await expect(
    page.getByRole("img", { name: "Histogram, Norm of each unit’s weights: dropout" }),
  ).toBeVisible();

  await page.getByRole("slider", { name: "Weights" }).focus();
  await page.keyboard.press("Home");
  await expect(page.getByText("64 validation samples, weights after epoch 0")).toBeVisible();
  await expectNumbers(0);
});

test("a sentence over all seeds says whether units are less correlated, with its evidence", async ({
  lab: { page },
}) => {
  await train(page, digits());
  await openUnits(page);
  await expect(page.getByText("6 of 6 runs asked.")).toBeVisible();
  const told = await asked(page, 3);
  const table = page.getByRole("table", { name: "Co-adaptation over seeds" });
  for (const layer of [0, 1]) {
    const [own, other] = ["dropout", "no dropout"].map((name) =>
      told.filter(({ variant }) => variant === name).map(({ layers }) => layers[layer]!.correlations.mean!),
    ) as [number[], number[]];
    const cells = table.getByRole("row", { name: new RegExp(`^Hidden ${layer + 1}`) }).getByRole("cell");
    await expect(cells.nth(1)).toHaveText(mean(own).toFixed(3));
    await expect(cells.nth(3)).toHaveText(mean(other).toFixed(3));
    const difference = mean(own.map((value, seed) => value - other[seed]!));
    expect(Number(await cells.nth(4).getAttribute("data-value"))).toBeCloseTo(difference, 12);
    await expect(cells.nth(7)).toHaveText("3");
    const sentence = page.locator("p", {
      hasText: new RegExp(`^After epoch 3, .*hidden layer ${layer + 1}`),
    });
    await expect(sentence).toContainText("(95% CI ");
    await expect(sentence).toContainText("3 seeds");
  }
});

test("one seed is told to be no test, and other data than pictures has no pictures", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small"));
  await openUnits(page);
  await expect(page.getByText("2 of 2 runs asked.")).toBeVisible();
  await expect(page.getByText("(1 seed on this one draw, not tested)")).toBeVisible();
  await expect(page.getByText("Differences over fewer than 3 seeds are not tested")).toBeVisible();
  await expect(page.getByRole("heading", { name: "First-layer weights as pictures" })).toHaveCount(0);
});

test("the correlations are saved as a picture and as all of their numbers", async ({ lab, home }) => {
  const { page } = lab;
  await train(page, smallExperiment("small"));
  await openUnits(page);
  await expect(page.getByText("2 of 2 runs asked.")).toBeVisible();
  const { svg, rows } = await savePicture(lab, home, "Correlations between units");
  expect(svg.match(/<image /g)).toHaveLength(2);
  // 8 units have 28 pairs, in each of the two variants.
  expect(rows).toHaveLength(1 + 2 * 28);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in what units learn in the ${colorScheme} theme, and 200 % fits`, async ({
    lab: { app, page },
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await train(page, digits());
    await openUnits(page);
    await expect(page.getByText("6 of 6 runs asked.")).toBeVisible();
    for (const opened of await page.locator(".units summary").all()) await opened.click();
    expect(await serious(page)).toEqual([]);
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window!.setContentSize(1280, 900);
      window!.webContents.setZoomFactor(2);
    });
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(640);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(wide).toBe(0);
    // Only tables scroll by themselves.
    const beyond = await page
      .locator(".units *")
      .evaluateAll((parts) =>
        parts
          .filter((part) => !part.closest(".scroll") && part.getBoundingClientRect().right > innerWidth)
          .map(({ outerHTML }) => outerHTML.slice(0, 200)),
      );
    expect(beyond).toEqual([]);
  });
}
