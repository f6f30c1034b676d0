import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect } from "./fixtures";
import { answerSaveDialog, type OpenLab } from "./open-lab";

/** What the menu of a picture saved. */
export interface SavedPicture {
  readonly svg: string;
  readonly png: Buffer;
  /** The rows of the CSV, heads first. */
  readonly rows: readonly (readonly string[])[];
}

let saved = 0;

/** Saves a picture of Inside in each format, as a person does. @param name of the picture */
export async function savePicture({ app, page }: OpenLab, home: string, name: string): Promise<SavedPicture> {
  const save = async (item: string, file: string): Promise<Buffer> => {
    await answerSaveDialog(app, join(home, file));
    const label = `Picture menu: ${name}`;
    const entry = page.getByRole("menu", { name: label, exact: true }).getByRole("menuitem", { name: item });
    await page.getByRole("button", { name: label, exact: true }).click();
    await entry.click();
    // However many were saved just before.
    await expect(page.getByText(`Saved as ${file}.`)).toBeVisible();
    return readFile(join(home, file));
  };
  // Another name each time, so that the message is this one's.
  const base = `${name.replace(/\W+/g, "-")}-${(saved += 1)}`;
  return {
    svg: (await save("Save as SVG", `${base}.svg`)).toString(),
    png: await save("Save as PNG", `${base}.png`),
    rows: parse(await save("Save the numbers as CSV", `${base}.csv`), {
      bom: true,
      relax_column_count: true,
    }),
  };
}

/** How the window itself reads a file: the size of an SVG and its texts, and how many colours its PNG has. */
export async function read(page: Page, { svg, png }: SavedPicture) {
  return page.evaluate(
    async ([markup, base64]) => {
      const parsed = new DOMParser().parseFromString(markup, "image/svg+xml");
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
      return {
        faults: parsed.querySelectorAll("parsererror").length,
        width: Number(parsed.documentElement.getAttribute("width")),
        height: Number(parsed.documentElement.getAttribute("height")),
        texts: [...parsed.querySelectorAll("text")].map((text) => text.textContent!),
        png: { width: image.width, height: image.height, colours: new Set(pixels).size, corner: pixels[0] },
      };
    },
    [svg, png.toString("base64")] as const,
  );
}
