import { expect, test } from "./fixtures";
import { savePicture } from "./saved-picture";
import { smallExperiment, train } from "./small";

test("the strip of the learning rate is saved as a picture, with the rate of each epoch", async ({
  lab,
  home,
}) => {
  const { page } = lab;
  const learningRate = 0.08;
  await train(
    page,
    smallExperiment("steps", {
      training: {
        epochs: 4,
        batchSize: 16,
        optimizer: { type: "sgd", learningRate },
        schedule: { type: "exponential", factor: 0.5 },
      },
      variants: [{ name: "dropout" }],
    }),
  );
  await page.reload();
  await expect(page.getByRole("region", { name: "Rates as they were" })).toBeVisible();
  const { svg, png, rows } = await savePicture(lab, home, "Learning rate");
  expect(svg).toContain("<svg");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const [, ...epochs] = rows;
  expect(epochs.map(([epoch]) => epoch)).toEqual(["1", "2", "3", "4"]);
  epochs.forEach(([, rate], epoch) => expect(Number(rate)).toBeCloseTo(learningRate * 0.5 ** epoch, 10));
});
