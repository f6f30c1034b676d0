import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { chooseItem } from "./menu-item";
import { smallExperiment, train } from "./small";

const setSize = (app: ElectronApplication, width: number, height: number) =>
  app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]!.setContentSize(size.width, size.height),
    { width, height },
  );
const rates = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `p = ${index / 20}`, rate: index / 20 }));
const lossArea = (page: Page) => page.getByRole("group", { name: /^Loss: read values/ });

async function openTrained(page: Page, count = 2): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await train(page, smallExperiment("rates", { variants: rates(count) }));
  await page.reload();
  await expect(lossArea(page)).toBeVisible();
}

test("a chart is enlarged to the window, keeps the focus inside, and Escape brings it back", async ({
  lab: { app, page },
}) => {
  await setSize(app, 1280, 720);
  await openTrained(page);
  await page.getByRole("button", { name: "Enlarge the chart: Loss" }).click();
  const dialog = page.getByRole("dialog", { name: "Loss" });
  await expect(dialog).toBeVisible();
  const box = (await dialog.boundingBox())!;
  expect([box.x, box.y, box.width, box.height].map(Math.round)).toEqual([0, 0, 1280, 720]);
  expect((await lossArea(page).boundingBox())!.height).toBeGreaterThan(500);
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Enlarge the chart: Loss" })).toBeFocused();

  await chooseItem(app, "compare");
  await page
    .getByRole("button", { name: /^Enlarge the chart: / })
    .first()
    .click();
  await expect(page.locator("figure.enlarged")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(page.locator("figure.enlarged")).toHaveCount(0);
});

test("a line of runs that is longer than its place fades where it goes further", async ({
  lab: { app, page },
}) => {
  await setSize(app, 1280, 800);
  await openTrained(page, 12);
  const ended = page.getByRole("list", { name: "Done" });
  const fades = () =>
    ended.evaluate((line) => [line.classList.contains("before"), line.classList.contains("after")]);
  await expect.poll(fades).toEqual([false, true]);
  await ended.evaluate((line) => (line.scrollLeft = line.scrollWidth));
  await expect.poll(fades).toEqual([true, false]);
  await setSize(app, 2400, 800);
  await expect.poll(fades).toEqual([false, false]);
});

test("the set-up is hidden by button, key and menu, and stays so", async ({ lab: { app, page } }) => {
  const setup = page.locator(".setup");
  await page.getByRole("button", { name: "Hide the setup" }).click();
  await expect(setup).toBeHidden();
  await page.reload();
  await expect(setup).toBeHidden();
  await page.getByRole("button", { name: "Show the setup" }).click();
  await expect(setup).toBeVisible();
  await page.keyboard.press("Control+b");
  await expect(setup).toBeHidden();
  await chooseItem(app, "setup");
  await expect(setup).toBeVisible();
});

test("F5 leaves sentences and charts, large, in the lab and in the comparison; Escape ends it", async ({
  lab: { app, page },
}) => {
  await setSize(app, 1280, 720);
  await openTrained(page);
  for (const key of ["Control+1", "Control+2"]) {
    await page.keyboard.press(key);
    const sentence = page.locator(".finding p, .answer p").filter({ visible: true }).first();
    await expect(sentence).toBeVisible();
    const before = await sentence.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    await page.keyboard.press("F5");
    await expect(page.locator("header.bar")).toBeHidden();
    await expect(page.locator(".setup")).toBeHidden();
    await expect(page.locator("canvas").filter({ visible: true }).first()).toBeVisible();
    const after = await sentence.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    expect(after).toBeGreaterThan(1.5 * before);
    // The height is for the charts.
    const sentences = page.locator(".finding, .answer").filter({ visible: true });
    expect((await sentences.boundingBox())!.height).toBeLessThan(720 / 3);
    await page.keyboard.press("Escape");
    await expect(page.locator("header.bar")).toBeVisible();
  }
});

test("at 1280 × 720 the lab has the set-up beside the results, and both charts beside each other", async ({
  lab: { app, page },
}) => {
  await setSize(app, 1280, 720);
  await openTrained(page);
  const boxOf = async (selector: string, index = 0) =>
    (await page.locator(selector).filter({ visible: true }).nth(index).boundingBox())!;
  const [setup, results] = [await boxOf(".setup"), await boxOf(".results")];
  expect(results.x).toBeGreaterThanOrEqual(setup.x + setup.width - 1);
  const [loss, accuracy] = [await boxOf("figure.chart"), await boxOf("figure.chart", 1)];
  expect(accuracy.y).toBe(loss.y);
  expect(accuracy.x).toBeGreaterThan(loss.x);
});

test("charts whose curves are all switched off say so, and switch them on", async ({ lab: { page } }) => {
  await openTrained(page);
  const said = page.getByText("All curves are switched off.").filter({ visible: true });
  const kinds = page.getByRole("group", { name: "Curves in the charts" }).filter({ visible: true });
  const checked = kinds.getByRole("checkbox", { checked: true });
  while ((await checked.count()) > 0) await checked.first().press("Space");
  await expect(said).toHaveCount(2);
  await page.getByRole("button", { name: "Show the curves" }).first().click();
  await expect(said).toHaveCount(0);
  const legend = page.getByRole("group", { name: "Variants in the charts" });
  for (const toggle of await legend.getByRole("button").all()) await toggle.click();
  await expect(said).toHaveCount(2);
  await page.keyboard.press("Control+2");
  for (const toggle of await page.locator(".groups .toggle").all()) await toggle.click();
  // Two plots in one place, and two charts of curves.
  await expect(said).toHaveCount(3);
  await page.getByRole("button", { name: "Show the curves" }).filter({ visible: true }).first().click();
  await expect(said).toHaveCount(0);
});

test("no two controls of the lab have one name and role, and a switch that is off is empty", async ({
  lab: { page },
}) => {
  await openTrained(page);
  const names = await page
    .locator(".results")
    .locator("[role=switch], input[type=checkbox]")
    .evaluateAll((all) =>
      all.map((one) => (one.getAttribute("aria-label") ?? one.closest("label")?.textContent ?? "").trim()),
    );
  expect(new Set(names).size).toBe(names.length);
  const core = page.locator(".results .mode .el-switch__core");
  const filling = () => core.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await filling()).toBe("rgba(0, 0, 0, 0)");
  await page.getByRole("switch", { name: "Show eval forgotten" }).press("Space");
  // Once on, it has the colour of eval forgotten.
  const colour = await core.evaluate((element) => {
    const probe = document.createElement("i");
    probe.style.color = "var(--el-switch-on-color)";
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });
  await expect.poll(filling).toBe(colour);
});

test("a pinned readout of many variants can be scrolled and searched", async ({ lab: { page } }) => {
  await openTrained(page, 18);
  const area = lossArea(page);
  await area.focus();
  await page.keyboard.press("ArrowLeft");
  const readout = area.getByRole("status");
  await expect(readout.getByText(/^and 6 more/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(readout.getByRole("row")).toHaveCount(19);
  const last = readout.getByRole("row").last();
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
  await readout.getByRole("textbox", { name: "Find a variant or seed" }).fill("0.85");
  await expect(readout.getByRole("row")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(readout).toHaveCount(0);
});

test("what becomes of Run is seen where it was pressed, at 150 % of 1280 × 720 too", async ({
  lab: { app, page },
}) => {
  await setSize(app, 1280, 720);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(1.5));
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(853);
  const told = page.getByRole("group", { name: "Training" }).getByRole("status");
  await expect(told).toHaveCount(0);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(told).toHaveText(/of \d+ done/);
  await expect(told).toBeInViewport();
  // With its key it can be started from further below.
  await page.locator(".window").evaluate((element) => element.scrollTo(0, 1500));
  await expect(told).not.toBeInViewport();
  await page.keyboard.press("Control+Enter");
  await expect(told).toBeInViewport();
});

for (const language of ["english", "korean"] as const) {
  test(`the header stays in the window at every width and zoom, however large the numbers, in ${language}`, async ({
    lab: { app, page },
  }) => {
    await openTrained(page);
    await chooseItem(app, language);
    const told = page.locator("header.bar [role=status]");
    for (const width of [1024, 1152, 1240, 1241, 1280, 1366, 1440, 1540, 1541, 1600, 1920]) {
      await setSize(app, width, 800);
      for (const zoom of [1024, 1440, 1920].includes(width) ? [1, 1.25, 1.5, 1.75, 2] : [1]) {
        await app.evaluate(
          ({ BrowserWindow }, factor) => BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(factor),
          zoom,
        );
        // Halves may be rounded either way.
        await expect
          .poll(async () => Math.abs((await page.evaluate(() => innerWidth)) - width / zoom))
          .toBeLessThanOrEqual(0.6);
        const long = language === "english" ? "12,345 of 100,000 done" : "100,000개 중 12,345개 완료";
        await told.evaluate((element, text) => (element.textContent = text), long);
        await expect.poll(() => outOfHeader(page), { message: `${width} at ${100 * zoom} %` }).toEqual([]);
      }
    }
  });
}

/** Controls and texts of the header that leave it or the window, overlap, or are too narrow to use. */
function outOfHeader(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const header = document.querySelector("header.bar")!;
    const around = header.getBoundingClientRect();
    const parts = [
      ...header.querySelectorAll<HTMLElement>("button, .el-input, .el-select, [role=status], h1"),
    ].filter((part) => part.checkVisibility() && part.getBoundingClientRect().width > 0);
    const nameOf = (part: Element) => `${part.className} ${part.textContent.trim().slice(0, 30)}`;
    const boxes = parts.map((part) => ({ part, box: part.getBoundingClientRect() }));
    return boxes.flatMap(({ part, box }, index) => [
      ...(box.left < -0.5 || box.right > innerWidth + 0.5 || box.bottom > around.bottom + 0.5
        ? [`${nameOf(part)}: ${Math.round(box.left)} to ${Math.round(box.right)}`]
        : []),
      ...(part.scrollWidth > part.clientWidth + 1 && part.matches("[role=status]")
        ? [`${nameOf(part)}: text cut`]
        : []),
      ...(part.matches(".el-input, .el-select") && box.width < 60
        ? [`${nameOf(part)}: ${box.width} wide`]
        : []),
      ...boxes
        .slice(index + 1)
        .flatMap(({ part: other, box: next }) =>
          !part.contains(other) &&
          box.right > next.left + 0.5 &&
          next.right > box.left + 0.5 &&
          box.bottom > next.top + 0.5 &&
          next.bottom > box.top + 0.5
            ? [`${nameOf(part)} on ${nameOf(other)}`]
            : [],
        ),
    ]);
  });
}

test("nothing of a CSV file's preview lies over the headings that stick", async ({ lab: { page }, home }) => {
  const columns = Array.from({ length: 12 }, (_, index) => `column ${index}`);
  const rows = Array.from({ length: 30 }, (_, row) => [...columns.map((_, index) => row * index), row % 3]);
  const path = join(home, "wide.csv");
  await writeFile(path, [[...columns, "target"], ...rows].map((row) => row.join(",")).join("\n"));
  await dropFile(page, path);
  await expect(page.locator(".preview th.target").first()).toBeVisible();
  const covered = await page.locator(".setup > .scroll").evaluate((scroll) => {
    const headings = [...scroll.querySelectorAll(".heading")];
    const found: string[] = [];
    for (let top = 0; top < scroll.scrollHeight; top += 20) {
      scroll.scrollTop = top;
      for (const heading of headings) {
        const { left, right, top: upper, bottom } = heading.getBoundingClientRect();
        for (let share = 0.02; share < 1; share += 0.06) {
          for (const height of [0.2, 0.5, 0.8]) {
            const hit = document.elementFromPoint(
              left + share * (right - left),
              upper + height * (bottom - upper),
            );
            if (!hit || !heading.contains(hit))
              found.push(`${heading.textContent} at ${top}: ${hit?.className}`);
          }
        }
      }
    }
    return found.slice(0, 5);
  });
  expect(covered).toEqual([]);
});

const longNames = {
  "without a space": "n".repeat(200),
  words: "a rather long name ".repeat(11).slice(0, 200),
  Korean: "드랍아웃실험이름".repeat(25),
  "from right to left": "تجربة طويلة ".repeat(17).slice(0, 200),
};

for (const [kind, long] of Object.entries(longNames)) {
  test(`a name of 200 characters, ${kind}, takes no action out of the window`, async ({
    lab: { app, page },
  }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await setSize(app, 1024, 700);
    const variants = [0, 1, 2].map((index) => ({ name: long.slice(1) + index, rate: index / 10 }));
    await train(page, smallExperiment(long, { variants }), smallExperiment("short"));
    await page.reload();
    for (const zoom of [1, 1.5]) {
      await app.evaluate(
        ({ BrowserWindow }, factor) => BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(factor),
        zoom,
      );
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(Math.round(1024 / zoom));
      await chooseItem(app, "history");
      const turn = page.locator(".turn button").last();
      if ((await turn.getAttribute("aria-expanded")) === "false") await turn.click();
      await expect
        .poll(() => outside(page, ".actions button, .turn button, .pick .el-checkbox"), {
          message: "history",
        })
        .toEqual([]);
      await page.locator("tr.experiment .actions button").last().click({ trial: true });
      await page
        .locator("tr.experiment")
        .last()
        .getByRole("button", { name: /^Open / })
        .click();
      await expect(page.locator(".legend button")).toHaveCount(3);
      for (const view of ["lab", "compare"] as const) {
        await chooseItem(app, view);
        await expect
          .poll(() => outside(page, "main button, main [role=switch]"), { message: `${view} at ${zoom}` })
          .toEqual([]);
      }
    }
  });
}

/** The elements beyond the sides of the window, and whether the page itself scrolls sideways. */
function outside(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((controls) => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide in ${clientWidth}`] : [];
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      if (!control.checkVisibility() || control.closest(".numbers, .chips ol, .el-table, .visually-hidden"))
        continue;
      const { left, right, width } = control.getBoundingClientRect();
      if (width > 0 && (left < -1 || right > innerWidth + 1)) {
        found.push(
          `${control.className} ${(control.getAttribute("aria-label") ?? control.textContent ?? "").slice(0, 30)}: ${Math.round(left)} to ${Math.round(right)}`,
        );
      }
    }
    return found;
  }, selector);
}
