import { expect, test } from "./fixtures";
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
