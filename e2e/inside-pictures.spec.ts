import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures";
import { answerSaveDialog } from "./open-lab";
import { read, savePicture } from "./saved-picture";
import { smallExperiment, train } from "./small";

const white = 0xffffffff;

for (const colorScheme of ["light", "dark"] as const) {
  test(`a picture is saved as SVG, PNG and CSV, white also in the ${colorScheme} theme`, async ({
    lab,
    home,
  }) => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme });
    await train(page, smallExperiment("small"));
    await page.getByRole("button", { name: "Inside", exact: true }).click();
    await page.getByRole("tab", { name: "Many networks in one" }).click();
    const name = "Averaged prediction against the number of passes";
    const table = page.getByRole("table", { name });
    await expect(table.getByRole("row", { name: /^Average of 100/ })).toBeVisible();
    const saved = await savePicture(lab, home, name);

    const told = await read(page, saved);
    expect(told.faults).toBe(0);
    expect(told.texts).toContain(name);
    expect(told.texts.join()).toContain("small · dropout, seed 1");
    expect(told.texts).toContain("Average of the passes");
    expect(told.png).toMatchObject({ width: 2 * told.width, height: 2 * told.height, corner: white });
    expect(told.png.colours).toBeGreaterThan(20);
    // The curve and its colour, without a style sheet.
    expect(saved.svg).toMatch(/<polyline points="[\d., -]+" fill="none" stroke="#3451d1"/);

    const shown = await table
      .getByRole("row")
      .evaluateAll((rows) =>
        rows.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.innerText.trim())),
      );
    expect(saved.rows).toHaveLength(shown.length);
    for (const [place, [head, loss, accuracy]] of saved.rows.slice(1).entries()) {
      const [shownHead, shownLoss, shownAccuracy] = shown[place + 1]!;
      expect(head).toBe(shownHead);
      expect(Number(loss).toFixed(3)).toBe(shownLoss);
      expect(`${(100 * Number(accuracy)).toFixed(1)}%`).toBe(shownAccuracy);
    }
    expect(await page.evaluate(() => document.documentElement.classList.contains("dark"))).toBe(
      colorScheme === "dark",
    );
  });
}

test("the network of a minibatch is saved as it is drawn, with every node's number", async ({
  lab,
  home,
}) => {
  const { page } = lab;
  await train(page, smallExperiment("small"));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await expect(page.getByText(/^Step 1 of 12: /)).toBeVisible();
  const minibatch = await page.evaluate(async () => {
    const listed = await window.lab.listExperiments({ limit: 1 });
    if (!listed.ok) throw new Error(listed.failure.code);
    const runId = listed.value[0]!.runs.find(({ rate }) => rate !== 0)!.id;
    const answer = await window.lab.inspectMinibatch({ runId, step: 1, row: 0, mode: "train" });
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value;
  });
  const { kept } = minibatch.layers[2]!.mask!;

  const network = await savePicture(lab, home, "The network");
  const hidden = network.rows.filter(([layer]) => layer === "Hidden 1");
  expect(hidden.map(([, , value]) => Number(value))).toEqual(
    // Without the sign of 0.
    minibatch.layers[2]!.values.map((value) => value + 0),
  );
  expect(hidden.map(([, , , takesPart]) => takesPart)).toEqual(kept.map((isKept) => (isKept ? "1" : "0")));
  const drawn = await page.locator("figure[data-picture] svg").evaluate((svg) => ({
    lines: svg.querySelectorAll("line").length,
    circles: svg.querySelectorAll("circle").length,
  }));
  const told = await read(page, network);
  expect(told.faults).toBe(0);
  expect(network.svg.match(/<line /g)).toHaveLength(drawn.lines);
  expect(network.svg.match(/<circle /g)).toHaveLength(drawn.circles);
  // Dropped nodes are hollow: white, in the colour of dropout.
  const hollow = network.svg.match(/<circle [^>]*fill="#ffffff" stroke="#8f2d86"/g) ?? [];
  expect(hollow).toHaveLength(kept.filter((isKept) => !isKept).length);
  expect(told.texts.join()).toContain("Step 1 of 12");
  expect(told.texts).toContain(`${minibatch.layers[2]!.mask!.dropped} of 8 dropped (p = 0.3)`);
  expect(told.png.colours).toBeGreaterThan(20);

  const masks = await savePicture(lab, home, "Samples of this minibatch: each has its own mask");
  expect(masks.rows).toHaveLength(1 + kept.length);
  for (const [place, { sample, kept: own }] of minibatch.beside.entries())
    expect(masks.rows.map((row) => row[2 + place])).toEqual([
      `Sample ${sample + 1}`,
      ...own[0]!.map((isKept) => (isKept ? "1" : "0")),
    ]);
  expect((await read(page, masks)).texts).toContain(`Sample ${minibatch.beside[0]!.sample + 1}`);

  const table = await savePicture(lab, home, "The numbers of this sample");
  expect(table.rows.map(([head]) => head)).toEqual(["Layer", "1 Dense", "2 Tanh", "3 Dropout", "4 Dense"]);
  const { dropped, rate, scale } = minibatch.layers[2]!.mask!;
  expect(table.rows[3]!.slice(1, 5).map(Number)).toEqual([8, dropped, rate, scale]);
});

test("the exact pictures of four inputs are saved, bars and masks too", async ({ lab, home }) => {
  const { page } = lab;
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "Four inputs, one output" }).click();
  const unit = await savePicture(lab, home, "The unit");
  expect(unit.rows.slice(1)).toEqual([
    ["x1", "1", "0.4", "1"],
    ["x2", "2", "0.3", "0"],
    ["x3", "3", "-0.2", "1"],
    ["x4", "4", "0.4", "1"],
  ]);
  expect((await read(page, unit)).texts).toContain("y = 0.4 · 1 + (−0.2) · 3 + 0.4 · 4 = 1.4");
  const means = await savePicture(lab, home, "Mean output in training against the output at inference");
  // The bars have no column of their own.
  expect(means.rows[0]).toHaveLength(5);
  expect(means.rows.slice(1).map(([, mean]) => Number(mean).toFixed(9))).toEqual(
    [1.4, 1.4, 1.4, 2].map((mean) => mean.toFixed(9)),
  );
  const bars = means.svg.match(/<rect [^>]*fill="#(8f2d86|3451d1)"/g);
  expect(bars).toHaveLength(2 * 4 + 2);
  const masks = await savePicture(lab, home, "All 16 masks");
  expect(masks.rows).toHaveLength(1 + 16 + 2);
  const total = masks.rows.slice(1, 17).reduce((sum, row) => sum + Number(row[2]), 0);
  expect(total).toBeCloseTo(1, 12);
});

test("the report holds the pictures that were added to it, with their numbers", async ({ lab, home }) => {
  const { app, page } = lab;
  await train(page, smallExperiment("small"));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await expect(page.getByText(/^Step 1 of 12: /)).toBeVisible();
  const report = async (file: string) => {
    await answerSaveDialog(app, join(home, file));
    await page.evaluate(async () => {
      const listed = await window.lab.listExperiments({ limit: 1 });
      if (!listed.ok) throw new Error(listed.failure.code);
      const runIds = listed.value[0]!.runs.map(({ id }) => id);
      const answer = await window.lab.exportRuns({ runIds, format: "html", language: "en" });
      if (!answer.ok) throw new Error(answer.failure.code);
    });
    return readFile(join(home, file), "utf8");
  };
  const pictures =
    /<figure class="picture"><svg role="img" aria-label="The network\. small · dropout, seed 1/g;
  expect(await report("before.html")).not.toContain('<figure class="picture">');

  await page.getByRole("button", { name: "Picture menu: The network", exact: true }).click();
  await page.getByRole("menuitem", { name: "Add to the report" }).click();
  const count = page.getByRole("button", { name: "In the report: 1 picture" });
  await expect(count).toBeVisible();
  const held = await report("with.html");
  expect(held.match(pictures)).toHaveLength(1);
  // Every node below it: 2 inputs, 8 hidden ones, 2 outputs.
  const table = held.slice(held.search(pictures));
  expect(table.slice(0, table.indexOf("</figure>")).match(/<tr><th>/g)).toHaveLength(1 + 2 + 8 + 2);

  await count.click();
  await page.getByRole("button", { name: "Remove from the report: The network" }).click();
  await expect(count).toHaveCount(0);
  expect(await report("after.html")).not.toContain('<figure class="picture">');
});

test("what is saved of a canvas is the same in both themes", async ({ lab, home }) => {
  const { page } = lab;
  await train(page, smallExperiment("small"));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "What units learn" }).click();
  await expect(page.getByRole("group", { name: /^Matrix of correlations/ }).first()).toBeVisible();
  const saved = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    saved.push((await savePicture(lab, home, "Correlations between units")).svg);
  }
  expect(saved[0]).toContain("data:image/png");
  expect(saved[1]).toBe(saved[0]);
});
