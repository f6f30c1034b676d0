import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

test("where the drop rate is set, the lab says that inference multiplies by 1 - p, and not by p", async ({
  lab: { page },
}) => {
  await page.getByText("How dropout is scaled").click();
  await page.getByRole("spinbutton", { name: "Drop rate", exact: true }).fill("0.2");
  await page.getByRole("spinbutton", { name: "Drop rate", exact: true }).press("Enter");
  const said = page.locator("details.scaling p");
  await expect(said).toContainText("1/(1 − p) = 1.25 at p = 0.2");
  await expect(said).toContainText("multiplies the weights by 1 − p = 0.8, the probability of keeping");
  await expect(said).toContainText("agree at p = 0.5 only");
});

test("the scaling is chosen for all dropout layers, and what it does is said at the rate", async ({
  lab: { page },
}) => {
  await page.getByText("How dropout is scaled").click();
  await page.getByRole("spinbutton", { name: "Drop rate", exact: true }).fill("0.2");
  await page.getByRole("spinbutton", { name: "Drop rate", exact: true }).press("Enter");
  const said = page.locator("details.scaling p");
  const warnings = page.getByText("Nothing makes up for dropped units here");
  await expect(warnings).toHaveCount(0);

  await choose(page, "Scaling", "Classic");
  await expect(said).toContainText("inference multiplies all units by 1 − p = 0.8 at p = 0.2");
  await expect(warnings).toHaveCount(0);

  await choose(page, "Scaling", "None");
  await expect(said).toContainText("gets 1/(1 − p) = 1.25 times as much at inference");
  // One for each of the three layers.
  await expect(warnings).toHaveCount(3);
  await expect(warnings.first()).toContainText("at a rate of 0.2 the next layer gets 1.25 times as much");

  await page.keyboard.press("Control+Z");
  await expect(said).toContainText("by 1 − p = 0.8");
  await choose(page, "Scaling", "Inverted");
  await expect(said).toContainText("1/(1 − p) = 1.25 at p = 0.2");
});

test("runs of each scaling train in the lab, and their document keeps it", async ({ lab: { page } }) => {
  const layersOf = (scaling: "inverted" | "classic" | "none") => [
    { type: "dense" as const, units: 8 },
    { type: "tanh" as const },
    { type: "dropout" as const, rate: 0.5, scaling },
    { type: "dense" as const, units: 2 },
  ];
  const losses: number[] = [];
  for (const scaling of ["inverted", "classic", "none"] as const) {
    await train(page, smallExperiment(scaling, { network: { layers: layersOf(scaling) } }));
    const [detail] = await page.evaluate(async () => {
      const list = await window.lab.listExperiments({});
      const newest = list.ok ? list.value[0]!.id : "";
      const got = await window.lab.getExperiment({ experimentId: newest });
      return got.ok ? [got.value] : [];
    });
    expect(detail!.experiment.network.layers[2]).toEqual({ type: "dropout", rate: 0.5, scaling });
    losses.push(
      detail!.runs.find(({ variant }) => variant === "dropout")!.records.at(-1)!.validation.eval.loss,
    );
  }
  expect(new Set(losses).size).toBe(3);
});
