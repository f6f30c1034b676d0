import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeSafetensors } from "../src/artifacts/safetensors";
import { RandomStream } from "../src/random/random";
import { serious } from "./axe";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { smallExperiment } from "./small";

/** Weights of the small experiment's network, as PyTorch names and turns them. */
function weightsFile(): Uint8Array {
  const random = new RandomStream(1, "initialWeights");
  const drawn = (...shape: number[]) => ({
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
  });
  return writeSafetensors({
    "0.weight": drawn(8, 2),
    "0.bias": drawn(8),
    "3.weight": drawn(2, 8),
    "3.bias": drawn(2),
  });
}

test("weights that are dropped onto the window are measured in both modes, with the numbers of the verb", async ({
  lab: { page },
  home,
}) => {
  const experiment = smallExperiment("moons");
  const [document, model] = [join(home, "moons.json"), join(home, "trained.safetensors")];
  await writeFile(document, JSON.stringify(experiment));
  await writeFile(model, weightsFile());
  await dropFile(page, document);
  await expect(page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("moons");
  await dropFile(page, model);
  const dialog = page.getByRole("dialog", { name: "Evaluate a network that was trained elsewhere" });
  await expect(dialog.getByText("trained.safetensors", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Measure both modes" }).click();
  const table = dialog.getByRole("table", { name: "Both modes of the network" });
  await expect(table).toBeVisible();

  const content = [...weightsFile()];
  const { measured } = await page.evaluate(
    async ([given, bytes]) => {
      const answer = await window.lab.evaluateNetwork({
        experiment: given,
        shape: { features: 2, outputs: 2, task: "classification" },
        weights: { name: "trained.safetensors", content: Uint8Array.from(bytes) },
        beside: [],
        passes: 20,
      });
      if (!answer.ok) throw new Error(answer.failure.code);
      return answer.value;
    },
    [experiment, content] as const,
  );
  const cells = (name: RegExp) => table.getByRole("row", { name }).getByRole("cell");
  const { eval: correct, train: forgotten } = measured.validation;
  await expect(cells(/^Validation, eval mode/).nth(0)).toHaveText(correct.loss.toFixed(3));
  await expect(cells(/^Validation, eval mode/).nth(1)).toHaveText(`${(100 * correct.accuracy!).toFixed(1)}%`);
  await expect(cells(/^Validation, eval forgotten/).nth(0)).toHaveText(
    `${forgotten.loss.toFixed(3)} ± ${forgotten.lossSd!.toFixed(3)}`,
  );
  expect(await serious(page)).toEqual([]);
});

test("code that is dropped onto the window is read in the dialog for networks", async ({
  lab: { page },
  home,
}) => {
  const code = join(home, "net.py");
  await writeFile(code, "net = nn.Sequential(nn.Linear(2, 31), nn.ReLU(), nn.Linear(31, 2))\n");
  await dropFile(page, code);
  const dialog = page.getByRole("dialog", { name: "Paste a network" });
  await expect(dialog.getByText("3 layers read.")).toBeVisible();
  await dialog.getByRole("button", { name: "Take this network" }).click();
  await expect(page.getByText("The network has 3 layers now")).toBeVisible();
});
