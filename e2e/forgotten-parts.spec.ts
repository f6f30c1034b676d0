import { serious } from "./axe";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

const normed = {
  ...smallExperiment("small"),
  network: {
    layers: [
      { type: "dense", units: 12, initializer: "pytorch" },
      { type: "batchNorm", momentum: 0.1, epsilon: 1e-5 },
      { type: "relu" },
      { type: "dropout", rate: 0.4, scaling: "inverted" },
      { type: "dense", units: 2, initializer: "pytorch" },
    ],
  },
  training: { ...smallExperiment("small").training, epochs: 15 },
  seeds: [1, 2, 3],
} as ReturnType<typeof smallExperiment>;

test("dropout and batch norm, each forgotten or not, are four cells with the numbers of the records", async ({
  lab: { page },
}) => {
  await train(page, normed);
  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.getByRole("button", { name: /^Open/ }).first().click();
  const section = page.getByRole("region", { name: "Which eval was forgotten" });
  const table = section.getByRole("table");
  // Without dropout there is only batch norm to forget.
  await expect(table).toHaveCount(1);
  const records = await page.evaluate(async () => {
    const listed = await window.lab.listExperiments({ limit: 1 });
    if (!listed.ok) throw new Error(listed.failure.code);
    const detail = await window.lab.getExperiment({ experimentId: listed.value[0]!.id });
    if (!detail.ok) throw new Error(detail.failure.code);
    return detail.value.runs.filter(({ rate }) => rate !== 0).map((run) => run.records.at(-1)!.validation);
  });
  const mean = (losses: readonly number[]) =>
    (losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toFixed(3);
  const cells = table.getByRole("cell");
  const wanted = [
    mean(records.map((each) => each.eval.loss)),
    mean(records.map((each) => each.batchNormForgotten!.loss)),
    mean(records.map((each) => each.dropoutForgotten!.loss)),
    mean(records.map((each) => each.train.loss)),
  ];
  for (const [index, loss] of wanted.entries()) await expect(cells.nth(index + 1)).toContainText(loss);
  // The legend does not speak of dropout alone.
  await expect(page.getByRole("checkbox", { name: "Eval forgotten", exact: true })).toBeVisible();
  expect(await serious(page)).toEqual([]);
});
