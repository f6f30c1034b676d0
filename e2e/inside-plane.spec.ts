import type { Page } from "@playwright/test";
import { floatsIn, wholesIn } from "../src/contract/inspect-surface";
import { serious } from "./axe";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

async function openPlane(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "The plane" }).click();
}

const picture = (page: Page, variant: string, view: string) =>
  page.getByRole("img", { name: `Decision surface of ${variant}: ${view}`, exact: true });

/** The colours of a picture's pixels, one number a pixel. */
const pixels = (page: Page, variant: string, view: string) =>
  picture(page, variant, view).evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
    return Array.from({ length: width * height }, (_, place) =>
      data.slice(4 * place, 4 * place + 3).reduce((sum, channel) => 256 * sum + channel, 0),
    );
  });

/** The eval surface of the run with this variant, as the verb tells it. */
async function told(page: Page, variant: string) {
  const said = await page.evaluate(async (name) => {
    const valueOf = <T>(answer: { ok: true; value: T } | { ok: false; failure: { code: string } }): T => {
      if (!answer.ok) throw new Error(answer.failure.code);
      return answer.value;
    };
    const [{ runs } = { runs: [] }] = valueOf(await window.lab.listExperiments({ limit: 1 }));
    const runId = runs.find((run) => run.variant === name)!.id;
    const { plane } = valueOf(await window.lab.inspectPlane({ runId }));
    const ranges = plane!.axes.map(({ from, to }): [number, number] => [from, to]);
    const surface = valueOf(
      await window.lab.inspectSurface({ runId, ranges, resolution: 200, look: { of: "eval" } }),
    );
    const at = plane!.axes.map(({ from, to }) => (from + to) / 2);
    const point = valueOf(await window.lab.inspectPoint({ runId, at, passes: 30 }));
    return { values: [...surface.values], classes: [...surface.classes!], point };
  }, variant);
  return {
    values: floatsIn(Uint8Array.from(said.values)),
    classes: wholesIn(Uint8Array.from(said.classes)),
    point: said.point,
  };
}

test("the surfaces of all variants stand side by side, with the classes of the verb", async ({
  lab: { page },
  where,
}) => {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await train(page, smallExperiment("small"));
  await openPlane(page);
  await expect(page.locator(".plane figcaption")).toHaveText(["dropout", "no dropout"]);
  const { values, classes, point } = await told(page, "dropout");
  await expect(picture(page, "dropout", "Eval mode")).toHaveAttribute("width", "200");
  const colours = await pixels(page, "dropout", "Eval mode");
  const sure = [...values.keys()].filter((place) => values[place]! > 0.6);
  expect(sure.length).toBeGreaterThan(1000);
  // Class 0 is blue, class 1 red.
  const wrong = sure.filter((place) => {
    const [column, row] = [place % 200, Math.floor(place / 200)];
    const colour = colours[(199 - row) * 200 + column]!;
    return colour % 256 > Math.floor(colour / 65536) !== (classes[place] === 0);
  });
  expect(wrong).toEqual([]);

  // One mask for all points, and each press draws the next; nothing moves by itself.
  await page.getByText("One mask", { exact: true }).click();
  for (const variant of ["dropout", "no dropout"])
    await expect(picture(page, variant, "Mask 1")).toHaveAttribute("width", "120");
  await expect(page.locator(".plane")).toHaveAttribute("aria-busy", "false");
  // Playwright cannot tell Firefox that a person wants less motion.
  await expect(page.getByRole("button", { name: "Play" })).toHaveCount(where === "firefox" ? 1 : 0);
  const first = await pixels(page, "dropout", "Mask 1");
  const steady = await pixels(page, "no dropout", "Mask 1");
  await page.getByRole("button", { name: "Next mask" }).click();
  await expect.poll(() => pixels(page, "dropout", "Mask 2")).not.toEqual(first);
  await expect(page.locator(".plane")).toHaveAttribute("aria-busy", "false");
  expect(await pixels(page, "no dropout", "Mask 2")).toEqual(steady);

  // The point that is looked at, in the middle at first.
  await choose(page, "Masks", /^30$/);
  const table = page.getByRole("table", { name: "Predictions of all variants at the point" });
  const winner = point.eval[0]! >= point.eval[1]! ? 0 : 1;
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const row = table.getByRole("row", { name: /^dropout/ }).getByRole("cell");
  await expect(table).toContainText("Mean of 30 masks");
  await expect(row.nth(0)).toHaveText(`class ${winner}, ${percent(point.eval[winner]!)}`);
  const averaged = point.mean[0]! >= point.mean[1]! ? 0 : 1;
  await expect(row.nth(1)).toHaveText(`class ${averaged}, ${percent(point.mean[averaged]!)}`);
  await expect(row.nth(2)).toHaveText(percent(point.sd[averaged]!));
  const field = page.getByRole("spinbutton", { name: "feature 1" });
  const before = Number(await field.inputValue());
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(async () => Number(await field.inputValue())).toBeGreaterThan(before + 0.3);
  await expect(page.locator(".coordinates [role=status]")).toHaveText(
    /^feature 1 .*feature 2 .*: class [01]/,
  );

  await page.getByText("Uncertainty", { exact: true }).click();
  await expect(page.getByText("Mutual information (nats)").first()).toBeVisible();
  for (const variant of ["dropout", "no dropout"])
    await expect(picture(page, variant, "Uncertainty")).toHaveAttribute("width", "80");
  await expect(page.locator(".plane")).toHaveAttribute("aria-busy", "false");
  // Without dropout nothing is disagreed about.
  expect(new Set(await pixels(page, "no dropout", "Uncertainty")).size).toBe(1);
  expect(new Set(await pixels(page, "dropout", "Uncertainty")).size).toBeGreaterThan(50);
});

const wave = smallExperiment("wave", {
  data: { source: "wave", train: 64, validation: 64, seed: 1 },
  network: {
    layers: [
      { type: "dense", units: 16 },
      { type: "tanh" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 1 },
    ],
  },
  training: { batchSize: 16, epochs: 3, loss: "meanSquaredError" },
});

test("a regression of one feature is a curve, and other data says why it has no plane", async ({
  lab: { page },
}) => {
  const clusters = smallExperiment("clusters", {
    data: { source: "clusters", train: 64, validation: 64, seed: 1, features: 5, informative: 3, classes: 2 },
  });
  await train(page, wave, clusters);
  await openPlane(page);
  await choose(page, "Experiment", "clusters");
  await expect(page.getByText("It has 5 features, and a picture on paper has room for two.")).toBeVisible();
  await choose(page, "Experiment", "wave");
  const curve = page.getByRole("img", { name: /^Curve of dropout/ });
  await expect(curve.locator("path.single")).toHaveCount(20);
  await expect(page.getByRole("table", { name: "Predictions of dropout at some points" })).toBeVisible();
  const line = curve.locator("path.chosen");
  const before = await line.getAttribute("d");
  await page.getByRole("button", { name: "Next mask" }).click();
  await expect(line).not.toHaveAttribute("d", before!);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in the plane in the ${colorScheme} theme`, async ({ lab: { page } }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await train(page, wave, smallExperiment("small"));
    await openPlane(page);
    await choose(page, "Experiment", "small");
    await expect(picture(page, "dropout", "Eval mode")).toBeVisible();
    expect(await serious(page)).toEqual([]);
    await choose(page, "Experiment", "wave");
    await expect(page.getByRole("img", { name: /^Curve of dropout/ })).toBeVisible();
    expect(await serious(page)).toEqual([]);
  });
}

test("at 200 % nothing of the plane needs a sideways scroll", async ({ lab: { page } }) => {
  await train(page, smallExperiment("small"));
  // A window of 1024 px at 200 %.
  await page.setViewportSize({ width: 512, height: 800 });
  await openPlane(page);
  await expect(picture(page, "dropout", "Eval mode")).toBeVisible();
  await expect(page.getByRole("table", { name: "Predictions of dropout at some points" })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
