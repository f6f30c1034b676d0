import { firstDocument } from "../renderer/state/documents";
import { type Layer, layerTypes } from "../src/nn/layers/kinds";
import { freshLayer } from "../src/nn/layers/pages";
import { inOrder } from "../src/nn/network";
import { expect, test } from "./fixtures";
import { layoutFaults } from "./layout";
import { chooseItem } from "./menu-item";
import { smallExperiment, train } from "./small";

const rates = [0, 0.1, 0.2].map((rate) => ({ name: `p = ${rate}`, rate }));

/** Both languages at the extremes, and alternating in between. */
const trials = { english: [125, 175, 200], korean: [100, 150, 200] } as const;

for (const language of ["english", "korean"] as const) {
  test(`at ${trials[language].join(", ")} % of the smallest window nothing is cut, covered or out of reach in ${language}`, async ({
    lab: { app, page },
  }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setContentSize(1024, 700));
    await page.emulateMedia({ reducedMotion: "reduce" });
    const long = "an experiment with a name that is rather long, as people give them";
    await train(page, smallExperiment(long), smallExperiment("rates", { variants: rates, seeds: [1, 2, 3] }));
    await chooseItem(app, language);
    await page.reload();
    for (const percent of trials[language]) {
      await app.evaluate(
        ({ BrowserWindow }, factor) => BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(factor),
        percent / 100,
      );
      // 15 px of it may be a scroll bar.
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(Math.round(1024 / (percent / 100)));
      const check = async (name: string) => {
        // An element that is still being drawn or placed may be out of its box for a frame or two.
        await expect.poll(() => layoutFaults(page), { message: `${percent} %, ${name}` }).toEqual([]);
      };
      for (const view of ["lab", "compare", "history", "inside"] as const) {
        await chooseItem(app, view);
        await check(view);
      }
      await chooseItem(app, "lab");
      await page.locator(".buttons button").nth(1).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await check("sweep");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
      for (const dialog of ["shortcuts", "about", "licences"] as const) {
        await chooseItem(app, dialog);
        await expect(page.getByRole("dialog")).toBeVisible();
        await check(dialog);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toBeHidden();
      }
    }
  });
}

for (const language of ["english", "korean"] as const) {
  test(`in the smallest window a layer's row shows its numbers whole, and counts only what is known, in ${language}`, async ({
    lab: { app, page },
  }) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setContentSize(1024, 700));
    const sound = [
      ...layerTypes.map((type) => freshLayer(type, 0.25)),
      { type: "flatten" },
      { type: "dense", units: 65536, initializer: "pytorch" },
      { type: "leakyRelu", slope: 0.0123 },
      { type: "reshape", height: 4096, width: 16, channels: 1 },
      { type: "layerNorm", epsilon: 0.00000125 },
      { type: "reshape", height: 65536, width: 65536, channels: 65536 },
      { type: "layerNorm", epsilon: 0.00000125 },
    ];
    const faulty = [
      { type: "dense", units: -3, initializer: "pytorch" },
      { type: "layerNorm", epsilon: -0.0000125 },
    ];
    const open = async (layers: readonly object[]) => {
      const draft = { ...firstDocument(), network: { layers } };
      await page.evaluate((text) => localStorage.setItem("dropout-lab.draft", text), JSON.stringify(draft));
      await page.reload();
      // A block's layers are rows too.
      await expect(page.locator(".layer")).toHaveCount(inOrder(layers as Layer[]).length);
    };
    await chooseItem(app, language);
    for (const layers of [sound, faulty]) {
      await open(layers);
      await expect.poll(() => layoutFaults(page)).toEqual([]);
      const inputs = page.locator(".layer .number-input input");
      expect(await inputs.count()).toBeGreaterThan(1);
      const cut = await inputs.evaluateAll((all) =>
        all
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map((input) => (input as HTMLInputElement).value),
      );
      expect(cut).toEqual([]);
    }
    // The list of all kinds stays within the window.
    await page.locator(".foot .el-dropdown button").click();
    const list = page.locator(".el-dropdown__popper:visible");
    await expect(list).toBeVisible();
    const { y, height } = (await list.boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThanOrEqual(700);
    // No layer has a negative number of units or parameters.
    await expect(page.locator(".shape, .total")).toHaveCount(0);
  });
}
