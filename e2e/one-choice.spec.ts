import type { Page } from "@playwright/test";
import { analyse } from "../src/analysis/analyse";
import { factsOf } from "../src/analysis/facts";
import { type ModeName, modeNames, type Moment, moments } from "../src/analysis/names";
import type { Analysis } from "../src/analysis/schema";
import { sayFact } from "../src/messages/sentence";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

/** It overfits at once, so that the last epoch, the best one and that of early stopping differ. */
const experiment = smallExperiment("one choice", {
  data: { source: "digits", train: 60, validation: 200 },
  network: {
    layers: [
      { type: "dense", units: 40 },
      { type: "relu" },
      { type: "dropout", rate: 0.5 },
      { type: "dense", units: 10 },
    ],
  },
  training: { batchSize: 16, epochs: 16, optimizer: { type: "adam", learningRate: 0.03 } },
  seeds: [1, 2, 3],
  evaluation: { patience: 1 },
});

async function analysisOf(page: Page): Promise<Analysis> {
  const detail = await page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    if (!list.ok) throw new Error(list.failure.code);
    const answer = await window.lab.getExperiment({ experimentId: list.value[0]!.id });
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value;
  });
  return analyse(detail.experiment, detail.runs);
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const radios = { last: 0, best: 1, stopped: 2 } as const;

async function look(page: Page, moment: Moment, mode: ModeName): Promise<void> {
  const toggle = page.getByRole("switch").first();
  if ((await toggle.getAttribute("aria-checked")) !== String(mode === "forgotten"))
    await toggle.press("Space");
  await page.getByRole("radiogroup").getByRole("radio").nth(radios[moment]).check({ force: true });
}

test("the epoch and the mode that are chosen govern pills, tables and sentences of Lab and Compare alike", async ({
  lab: { page },
}) => {
  await train(page, experiment);
  await page.reload();
  const lab = page.locator("section.results");
  const compare = page.locator("section.compare");
  await expect(lab.locator(".numbers td.front").first()).toContainText("±");
  const analysis = await analysisOf(page);
  expect(new Set(moments.map((moment) => analysis.variants[0]![moment]!.correct.loss.mean)).size).toBe(3);

  for (const mode of modeNames) {
    for (const moment of moments) {
      await test.step(`${moment}, ${mode}`, async () => {
        const sentences = factsOf(analysis, { moment, mode }).map((fact) => sayFact(fact, "en"));
        const [first] = sentences;
        const numbers = analysis.variants.map((variant) => variant[moment]![mode]);
        const losses = numbers.map(({ loss }) => loss.mean.toFixed(3));

        await page.keyboard.press("Control+1");
        // A choice in one view holds in the other.
        if (moment !== "best") await look(page, moment, mode);
        else await page.keyboard.press("Control+2").then(() => look(page, moment, mode));
        await page.keyboard.press("Control+1");
        await expect(lab.locator(".finding p").first()).toHaveText(plain(first!));
        await expect(lab.locator(".legend .number")).toHaveText(
          numbers.map(({ accuracy }) => percent(accuracy!.mean)),
        );
        const named = { last: "Last epoch", best: "Best epoch", stopped: "Early stopping" }[moment];
        await expect(lab.locator("figcaption .counted")).toHaveText([`○ ${named}`, `○ ${named}`]);
        const front = await lab.locator(".numbers td.front").allTextContents();
        numbers.forEach(({ loss: { mean, high }, accuracy }, row) => {
          expect(front[2 * row]!.trim()).toBe(`${losses[row]} ± ${(high! - mean).toFixed(3)}`);
          expect(front[2 * row + 1]).toContain(percent(accuracy!.mean));
        });

        await page.keyboard.press("Control+2");
        await expect(compare.locator(".answer p")).toHaveText(sentences.map(plain));
        const column = mode === "correct" ? "loss" : "forgottenLoss";
        const cells = await compare.locator(`td.${column}`).allTextContents();
        expect(cells.map((cell) => cell.trim().split(" ")[0])).toEqual(losses);
      });
    }
  }
});
