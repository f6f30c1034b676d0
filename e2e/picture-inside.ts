import type { Page } from "@playwright/test";
import { type Experiment, experimentSchema } from "../src/experiment/schema";
import { train } from "./small";

/** Small enough to be drawn node by node, as textbooks do. */
const drawable: Experiment = experimentSchema.parse({
  name: "three clusters",
  data: {
    source: "clusters",
    train: 400,
    validation: 400,
    features: 8,
    informative: 6,
    classes: 3,
    separation: 1.2,
  },
  network: {
    layers: [
      { type: "dense", units: 14 },
      { type: "leakyRelu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 10 },
      { type: "leakyRelu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 3 },
    ],
  },
  training: { optimizer: { type: "adam", learningRate: 0.003 }, batchSize: 32, epochs: 30 },
  variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
  seeds: [1],
});

/** Shows a network of nodes and edges in Inside, at a step of its training, with one node's arithmetic. */
export async function showNetwork(page: Page): Promise<void> {
  await train(page, drawable);
  await page.keyboard.press("Control+4");
  await page.getByText(/^Step 1 of /).waitFor();
  const epochs = page.getByRole("slider", { name: "Weights" });
  await epochs.focus();
  await page.keyboard.press("End");
  for (let step = 2; step <= 8; step += 1) {
    await page.getByRole("button", { name: "Next minibatch" }).click();
    await page.getByText(new RegExp(`^Step ${step} of `)).waitFor();
  }
  const column = page.getByRole("slider", { name: "Hidden 2" });
  await column.locator(".node:not(.dropped, .negative)").nth(1).hover();
  await page.mouse.move(0, 0);
}
