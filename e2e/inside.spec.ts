import type { Page } from "@playwright/test";
import { serious } from "./axe";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

/** What the verb answers for the newest run that drops units. */
async function asked(page: Page, step: number) {
  return page.evaluate(async (number) => {
    const listed = await window.lab.listExperiments({ limit: 1 });
    if (!listed.ok) throw new Error(listed.failure.code);
    const runId = listed.value[0]!.runs.find(({ rate }) => rate !== 0)!.id;
    const answer = await window.lab.inspectMinibatch({ runId, step: number, row: 0, mode: "train" });
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value;
  }, step);
}

const hidden = (page: Page) => page.getByRole("slider", { name: "Hidden 1" });
/** Whether each node of the hidden layer is drawn as dropped, in order. */
const drawnDropped = (page: Page) =>
  hidden(page)
    .locator(".node")
    .evaluateAll((nodes) => nodes.map((node) => node.classList.contains("dropped")));

/** The picture, its counts and its table say what the verb says of this step. */
async function expectStep(page: Page, step: number): Promise<void> {
  await expect(page.getByText(new RegExp(`^Step ${step} of 12: `))).toBeVisible();
  const { layers } = await asked(page, step);
  const { kept, dropped } = layers[2]!.mask!;
  expect(await drawnDropped(page)).toEqual(kept.map((isKept) => !isKept));
  await expect(page.getByText(`${dropped} of 8 dropped (p = 0.3)`, { exact: true })).toBeVisible();
  const row = page
    .getByRole("table", { name: "The numbers of this sample" })
    .getByRole("row", { name: /Dropout/ });
  await expect(row.getByRole("cell").nth(1)).toHaveText(String(dropped));
}

test("inside is one click away, and its code is loaded only then", async ({ lab: { page } }) => {
  const styles = page.locator('link[rel=stylesheet][href*="/Inside-"]');
  expect(await styles.count()).toBe(0);
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await expect(page.getByRole("tab", { name: "Minibatch by minibatch" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  // Before any run, it says where to begin.
  await page.getByRole("button", { name: "To the lab" }).click();
  await expect(page.locator("[aria-current=page]")).toHaveText("Lab");
  expect(await styles.count()).toBe(1);
});

test("each minibatch shows the masks that the run drew, by button, key and slider", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small"));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await expectStep(page, 1);
  const before = await drawnDropped(page);
  await page.getByRole("button", { name: "Next minibatch" }).click();
  await expectStep(page, 2);
  expect(await drawnDropped(page)).not.toEqual(before);
  // The focus is on the button.
  await page.keyboard.press("ArrowRight");
  await expectStep(page, 3);
  await page.keyboard.press("ArrowLeft");
  await expectStep(page, 2);
  const steps = page.getByRole("slider", { name: "Training step" });
  await steps.focus();
  await page.keyboard.press("End");
  await expectStep(page, 12);
  await expect(page.getByRole("button", { name: "Next minibatch" })).toBeDisabled();

  // In inference all take part, and what the layers give is the same as they get.
  await page.getByText("Inference mode").click();
  await expect(page.getByText("all 8 take part").first()).toBeVisible();
  expect(new Set(await drawnDropped(page))).toEqual(new Set([false]));
});

test("a node shows its arithmetic, by pointer and by key, and samples have their own masks", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small"));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await expectStep(page, 1);
  const { layers, beside } = await asked(page, 1);
  const { kept, scale } = layers[2]!.mask!;
  const arithmetic = page.getByRole("region", { name: "Arithmetic of a node" });
  const shown = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 3 }).replace("-", "−");

  await hidden(page).focus();
  for (let unit = 0; unit < 8; unit++) {
    await expect(arithmetic.getByRole("heading")).toHaveText(`Hidden 1, node ${unit + 1}`);
    await expect(arithmetic).toContainText(`= ${shown(layers[0]!.values[unit]!)}`);
    await expect(arithmetic).toContainText(`→ ${shown(layers[1]!.values[unit]!)}`);
    const end = kept[unit] ? `× 1 × ${shown(scale)} = ${shown(layers[2]!.values[unit]!)}` : "× 0 = 0";
    await expect(arithmetic).toContainText(end);
    await page.keyboard.press("ArrowDown");
  }
  await hidden(page).locator(".node").nth(2).hover();
  await expect(arithmetic.getByRole("heading")).toHaveText("Hidden 1, node 3");

  const samples = page.getByRole("button", { name: /^Sample \d/ });
  await expect(samples).toHaveCount(10);
  for (const [index, { sample, dropped }] of beside.entries()) {
    await expect(samples.nth(index)).toContainText(`Sample ${sample + 1}`);
    await expect(samples.nth(index)).toContainText(`${dropped[0]} of 8 dropped`);
  }
  await samples.nth(4).click();
  await expect.poll(() => drawnDropped(page)).toEqual(beside[4]!.kept[0]!.map((isKept) => !isKept));

  // The weights before training are another network under the same masks.
  const weights = page.getByRole("slider", { name: "Weights" });
  await weights.focus();
  await page.keyboard.press("Home");
  await expect(page.getByText("before training", { exact: true })).toBeVisible();
  expect(await drawnDropped(page)).toEqual(beside[4]!.kept[0]!.map((isKept) => !isKept));
});

test("the other samples of a minibatch are a page away, and a sample is followed to the next epoch", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small"));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await expectStep(page, 1);
  const samples = page.getByRole("button", { name: /^Sample \d/ });
  await expect(page.getByText("1 to 10 of 16")).toBeVisible();
  await page.getByRole("button", { name: "The ten samples after" }).click();
  await expect(page.getByText("11 to 16 of 16")).toBeVisible();
  await expect(samples).toHaveCount(6);
  await expect(page.getByRole("button", { name: "The ten samples after" })).toBeDisabled();

  const chosen = samples.and(page.locator("[aria-pressed=true]"));
  const name = /^Sample \d+/.exec(await chosen.innerText())![0];
  const dropped = await drawnDropped(page);
  await expect(page.getByRole("button", { name: "Epoch before" })).toBeDisabled();
  await page.getByRole("button", { name: "Epoch after" }).click();
  await expect(page.getByText(/^Step \d+ of 12: epoch 2, /)).toBeVisible();
  await expect(chosen).toContainText(name);
  expect(await drawnDropped(page)).not.toEqual(dropped);
  await page.getByRole("button", { name: "Epoch before" }).click();
  await expect(page.getByText(/^Step 1 of 12: epoch 1, /)).toBeVisible();
  await expect(chosen).toContainText(name);
  await expect.poll(() => drawnDropped(page)).toEqual(dropped);
});

test("Play goes on by itself to the last step, and is not there for who wants no motion", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small", { training: { batchSize: 32, epochs: 2 } }));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("button", { name: "Play" }).click();
  await expect(page.getByText("Step 4 of 4: epoch 2, minibatch 2 of 2")).toBeVisible();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect(page.getByRole("button", { name: "Play" })).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious inside a run in the ${colorScheme} theme`, async ({ lab: { page } }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await train(page, smallExperiment("small"));
    await page.getByRole("button", { name: "Inside", exact: true }).click();
    await expectStep(page, 1);
    expect(await serious(page)).toEqual([]);
    await choose(page, "Run", "no dropout, seed 1");
    await expect(page.getByText("0 of 8 dropped (p = 0)", { exact: true })).toBeVisible();
    expect(await serious(page)).toEqual([]);
  });
}
