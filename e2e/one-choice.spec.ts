import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { analyse } from "../src/analysis/analyse";
import { factsOf } from "../src/analysis/facts";
import { type ModeName, modeNames, type EpochSelection, epochSelections } from "../src/analysis/names";
import type { Analysis } from "../src/analysis/schema";
import { sayFact } from "../src/messages/sentence";
import { runsDocumentSchema } from "../src/report/runs-document";
import { expect, test } from "./fixtures";
import { answerSaveDialog } from "./open-lab";
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

async function analysisOf(page: Page, baseline?: string): Promise<Analysis> {
  const detail = await page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    if (!list.ok) throw new Error(list.failure.code);
    const answer = await window.lab.getExperiment({ experimentId: list.value[0]!.id });
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value;
  });
  return analyse(detail.experiment, detail.runs, { baseline });
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const radios = { last: 0, best: 1, stopped: 2 } as const;

async function look(page: Page, moment: EpochSelection, mode: ModeName): Promise<void> {
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
  expect(
    new Set(epochSelections.map((moment) => analysis.variants[0]![moment]!.correct.loss.mean)).size,
  ).toBe(3);

  for (const mode of modeNames) {
    for (const moment of epochSelections) {
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

test("the baseline that is chosen governs sentences, table and exports; one that is taken out is none", async ({
  lab: { app, page },
  home,
}) => {
  const names = ["no dropout", "p = 0.2", "p = 0.5"];
  const variants = [0, 0.2, 0.5].map((rate, index) => ({ name: names[index]!, rate }));
  await train(page, { ...experiment, variants });
  await page.reload();
  const compare = page.locator("section.compare");
  const baselines = compare.locator("[data-test=baseline]");
  const choose = async (name: string) => {
    await baselines.getByRole("combobox").click();
    await page.getByRole("option", { name, exact: true }).click();
  };
  const says = async (analysis: Analysis) => {
    const sentences = factsOf(analysis).map((fact) => sayFact(fact, "en"));
    await expect(compare.locator(".answer p")).toHaveText(sentences.map(plain));
    for (const { variant, baseline } of analysis.variants) {
      const found = analysis.comparisons.find(
        (one) =>
          one.variant === variant &&
          one.against === baseline &&
          one.family === "baseline" &&
          one.moment === "last" &&
          one.mode === "correct" &&
          one.measure === "loss",
      );
      const row = compare.getByRole("row").filter({ has: page.getByRole("rowheader", { name: variant }) });
      const cell = row.locator("td.difference");
      if (!found) await expect(cell).toHaveText("baseline");
      else await expect(cell).toContainText(Math.abs(found.difference.mean).toFixed(3));
    }
    return sentences;
  };

  await page.keyboard.press("Control+2");
  await says(await analysisOf(page));
  await choose("p = 0.2");
  const analysis = await analysisOf(page, "p = 0.2");
  expect(analysis.variants.map(({ baseline }) => baseline)).toEqual(["p = 0.2", null, "p = 0.2"]);
  const [first] = await says(analysis);

  await test.step("in the lab and in what is exported too", async () => {
    await page.keyboard.press("Control+1");
    await expect(page.locator("section.results .finding p").first()).toHaveText(plain(first!));
    await page.keyboard.press("Control+2");
    await answerSaveDialog(app, join(home, "runs.json"));
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "Data (JSON)" }).click();
    await expect(page.getByText("Written to runs.json.")).toBeVisible();
    const written: unknown = JSON.parse(await readFile(join(home, "runs.json"), "utf8"));
    expect(runsDocumentSchema.parse(written).experiments[0]!.analysis).toEqual(analysis);
  });

  await test.step("taken out, it falls back to the first without dropout, and says so", async () => {
    await compare.getByRole("listitem").filter({ hasText: "p = 0.2" }).locator("button.remove").click();
    await expect(baselines).toContainText("First without dropout (p = 0.2 was removed)");
    await expect(compare.locator(".answer p").first()).toContainText("no dropout");
  });
});
