import type { Page } from "@playwright/test";
import { serious } from "./axe";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

async function openPasses(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "Many networks in one" }).click();
}

async function asked(page: Page, passes: number) {
  return page.evaluate(async (count) => {
    const listed = await window.lab.listExperiments({ limit: 1 });
    if (!listed.ok) throw new Error(listed.failure.code);
    const runId = listed.value[0]!.runs.find(({ rate }) => rate !== 0)!.id;
    const answer = await window.lab.inspectPasses({ runId, passes: count });
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value;
  }, passes);
}

test("the average of many passes stands beside one pass and eval mode, with the numbers of the verb", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small"));
  await openPasses(page);
  const table = page.getByRole("table", { name: "Averaged prediction against the number of passes" });
  await expect(table.getByRole("row", { name: /^Average of 100/ })).toBeVisible();
  await choose(page, "Passes", /^30$/);
  await expect(table.getByRole("row", { name: /^Average of 30/ })).toBeVisible();
  await expect(table.getByRole("row", { name: /^Average of 100/ })).toHaveCount(0);
  const { classification, rows } = await asked(page, 30);
  const { curve, eval: evaluated, leastCertain } = classification!;
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  for (const { passes, loss, accuracy } of curve) {
    const cells = table.getByRole("row", { name: new RegExp(`^Average of ${passes}\\b`) }).getByRole("cell");
    await expect(cells.nth(0)).toHaveText(loss.toFixed(3));
    await expect(cells.nth(1)).toHaveText(percent(accuracy));
  }
  await expect(
    table
      .getByRole("row", { name: /^Eval mode/ })
      .getByRole("cell")
      .nth(0),
  ).toHaveText(evaluated.loss.toFixed(3));
  await expect(page.getByText(`${rows} validation samples, weights after epoch 3`)).toBeVisible();
  const least = page.getByRole("table", { name: "The least certain samples" });
  await expect(least.getByRole("rowheader").first()).toHaveText(String(leastCertain[0]!.row + 1));

  // A run without dropout says the same in each pass.
  await choose(page, "Run", "no dropout, seed 1");
  await expect(page.getByText("This run drops no units, so every pass says the same.")).toBeVisible();
});

test("one sample is a cloud of the passes' predictions, chosen by number or from a list, along the epochs", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small"));
  await openPasses(page);
  const number = page.getByRole("spinbutton", { name: "Validation sample, 1 to 64" });
  const numbers = page.getByRole("table", { name: "The numbers behind the dots" });
  const dots = page.getByRole("img", { name: /^Predictions of 100 passes for validation sample/ });
  await expect(dots).toBeVisible();
  const { classification } = await asked(page, 100);
  await expect(number).toHaveValue(String(classification!.leastCertain[0]!.row + 1));

  const sampleOf = (row: number, epoch?: number) =>
    page.evaluate(
      async (request) => {
        const listed = await window.lab.listExperiments({ limit: 1 });
        if (!listed.ok) throw new Error(listed.failure.code);
        const runId = listed.value[0]!.runs.find(({ rate }) => rate !== 0)!.id;
        const answer = await window.lab.inspectSample({ runId, passes: 100, ...request });
        if (!answer.ok) throw new Error(answer.failure.code);
        return answer.value;
      },
      { row, ...(epoch !== undefined && { epoch }) },
    );
  const expectSample = async (row: number, epoch?: number): Promise<void> => {
    await expect(dots).toHaveAccessibleName(new RegExp(`sample ${row + 1}$`));
    const { shown, target } = (await sampleOf(row, epoch)).classification!;
    const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
    for (const { number: of, eval: inEval, mean, votes } of shown) {
      const name = of === target ? `${of} (True class)` : String(of);
      const cells = numbers
        .getByRole("row")
        .filter({ has: page.getByRole("rowheader", { name, exact: true }) });
      await expect(cells.getByRole("cell").nth(0)).toHaveText(percent(inEval));
      await expect(cells.getByRole("cell").nth(1)).toHaveText(percent(mean));
      await expect(cells.getByRole("cell").nth(3)).toHaveText(`${votes} of 100`);
    }
  };
  await number.fill("7");
  await number.press("Enter");
  await expectSample(6);
  const most = page.getByRole("table", { name: "The most certain samples" }).getByRole("button").first();
  await most.focus();
  await page.keyboard.press("Enter");
  await expect(most).toHaveAttribute("aria-pressed", "true");
  const { row } = classification!.mostCertain[0]!;
  await expectSample(row);
  await expect(dots).toBeInViewport();

  const weights = page.getByRole("slider", { name: "Weights" });
  await weights.focus();
  await page.keyboard.press("Home");
  await expect(page.getByText("64 validation samples, weights after epoch 0")).toBeVisible();
  await expectSample(row, 0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in the passes in the ${colorScheme} theme`, async ({ lab: { page } }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await train(page, smallExperiment("small"));
    await openPasses(page);
    await expect(page.getByRole("table", { name: "The most certain samples" })).toBeVisible();
    expect(await serious(page)).toEqual([]);
  });
}
