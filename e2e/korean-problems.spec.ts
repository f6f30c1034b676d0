import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { presets } from "../src/experiment/presets";
import { recordOf } from "../src/experiment/testing";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { chooseItem } from "./menu-item";
import { smallExperiment } from "./small";

/** A run of English words such as no field, choice or value below has. */
const englishWords = /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/;

const layers = [{ type: "dense", units: "many" }, { type: "dropout", rate: 1.2 }, { type: "LeakyReLU" }];
const faulty = { ...smallExperiment("faulty"), network: { layers }, seeds: [1, 1], colour: "red" };

function faultyResult(): unknown {
  const measures = { loss: 0.5, accuracy: 0.75 };
  const run = { variant: "no dropout", rate: 0, seed: 9, status: "done", failure: null, weights: null };
  return {
    format: "dropout-lab-result-1",
    created: "yesterday",
    experiment: smallExperiment("faulty"),
    environment: {
      backend: "wasm",
      backendSource: "elsewhere",
      tensorflow: null,
      tfjs: "4.22.0",
      runtime: "Node 20",
      platform: "linux x64",
      lab: "0.1.0",
    },
    runs: [{ ...run, epochs: [recordOf(measures, measures, 2)] }],
  };
}

/** The lines of the message's details, which are then closed. */
async function detailsOf(page: Page): Promise<string[]> {
  await page.getByRole("button", { name: "자세히", exact: true }).last().click();
  const all = page.getByRole("dialog", { name: "자세히" });
  await expect(all).toBeVisible();
  const lines = await all.locator("p").allTextContents();
  await all.getByRole("button", { name: "닫기" }).last().click();
  await expect(all).toBeHidden();
  return lines;
}

function expectKorean(lines: readonly string[]): void {
  for (const line of lines) {
    expect(line).toMatch(/\p{Script=Hangul}/u);
    expect(line).not.toMatch(englishWords);
  }
}

test("the problems of faulty documents and results are Korean in a Korean window", async ({
  lab: { app, page },
  home,
}) => {
  await chooseItem(app, "korean");
  await expect(page.getByRole("button", { name: "실행", exact: true })).toBeVisible();
  const write = async (name: string, document: unknown) => {
    await writeFile(join(home, name), JSON.stringify(document));
    return join(home, name);
  };

  await dropFile(page, await write("faulty.json", faulty));
  await expect(page.getByText("이 실험은 실행할 수 없습니다.").first()).toBeVisible();
  const ofExperiment = await detailsOf(page);
  expectKorean(ofExperiment);
  for (const start of [
    'network.layers[0].units: "many": 숫자가 아닙니다.',
    "network.layers[1].rate: 1.2: 1보다 작지 않습니다.",
    'network.layers[2].type: "LeakyReLU": 알 수 없는 값입니다. 혹시 leakyRelu 아닌가요?',
    "seeds[1]: 1: 이미 목록에 있어",
    'colour: "colour": 여기서 쓰지 않는 항목입니다.',
  ])
    expect(ofExperiment.filter((line) => line.startsWith(start))).toHaveLength(1);

  await dropFile(page, await write("result.json", faultyResult()));
  await expect(page.getByText("result.json 파일을 가져오지 않았고").first()).toBeVisible();
  const ofResult = await detailsOf(page);
  expectKorean(ofResult);
  expect(ofResult.map((line) => line.split(":")[0])).toEqual(
    expect.arrayContaining(["created", "runs[0].seed", "runs[0].epochs", "runs[0].epochs[0].epoch"]),
  );

  // Files of a table may show that a document, sound by itself, cannot run.
  const started = await page.evaluate(async (experiment) => window.lab.startExperiment({ experiment }), {
    ...smallExperiment("unfit"),
    network: { layers: [{ type: "dense" as const, units: 3, initializer: "pytorch" as const }] },
  });
  expect(started).toMatchObject({
    ok: false,
    failure: {
      code: "experimentFaults",
      faults: [{ path: "network.layers[0].units", code: "outputsNotClasses" }],
    },
  });
});

test("what a field, a layer and a variant are told is Korean in a Korean window", async ({
  lab: { app, page },
  home,
}) => {
  await chooseItem(app, "korean");
  const unwise = {
    ...presets.textbook.document,
    name: "unwise",
    data: { source: "digits", train: 100, validation: 50 },
    network: {
      layers: [
        { type: "dropout", rate: 0.5 },
        { type: "dense", units: 2 },
        { type: "dropout", rate: 0.5 },
        { type: "dense", units: 10 },
        { type: "relu" },
      ],
    },
    training: { batchSize: 500, optimizer: { type: "sgd", learningRate: 5 } },
    variants: [{ name: "one" }, { name: "two" }],
  };
  const file = join(home, "unwise.dropout.json");
  await writeFile(file, JSON.stringify(unwise));
  await dropFile(page, file);
  const notes = page.locator("ul.notes > li");
  await expect(notes.first()).toBeVisible();
  expect(await notes.count()).toBeGreaterThan(5);
  expectKorean(await notes.allTextContents());
});
