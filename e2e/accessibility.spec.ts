import type { Page } from "@playwright/test";
import { serious } from "./axe";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { chooseItem } from "./menu-item";
import { smallExperiment, train } from "./small";

/** For each table in view, the parts that a screen reader needs and does not find. */
function unreadable(page: Page): Promise<string[]> {
  return page.getByRole("table").evaluateAll((tables) =>
    tables.flatMap((table) => {
      const name = table.getAttribute("aria-label") ?? "";
      const lacks = {
        name: name === "" && !table.hasAttribute("aria-labelledby"),
        "column heads": !table.querySelector("thead th"),
        // The rows of a data file have no names.
        "row heads":
          !table.hasAttribute("data-nameless-rows") &&
          [...table.querySelectorAll("tbody tr")].some((row) => !row.querySelector("th, td[colspan]")),
      };
      return Object.entries(lacks).flatMap(([what, isLacking]) => (isLacking ? [`${name}: no ${what}`] : []));
    }),
  );
}

test("every table of the app is one table with a name, heads of columns and heads of rows", async ({
  lab: { page },
}) => {
  await train(page, smallExperiment("small", { seeds: [1, 2] }));
  await page.reload();
  const tables = {
    lab: "Results of the variants",
    compare: "Results",
    history: "Experiments",
  };
  for (const [index, [view, name]] of Object.entries(tables).entries()) {
    await page.keyboard.press(`Control+${index + 1}`);
    if (view === "history") await page.getByRole("button", { name: "Runs of small" }).click();
    const table = page.getByRole("table", { name, exact: true });
    await expect(table.getByRole("columnheader").first(), view).toBeVisible();
    await expect(table.getByRole("rowheader").first(), view).toBeVisible();
    expect(await unreadable(page), view).toEqual([]);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious at 200 % in the ${colorScheme} theme, in any view and over it`, async ({
    lab: { app, page },
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await train(page, smallExperiment("small", { seeds: [1, 2] }));
    await page.reload();
    await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      window.setContentSize(1024, 700);
      window.webContents.setZoomFactor(2);
    });
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(512);
    for (const view of ["lab", "compare", "history", "inside"] as const) {
      await chooseItem(app, view);
      await expect(page.locator("[aria-current=page]")).toHaveText(new RegExp(view, "i"));
      expect(await serious(page), view).toEqual([]);
    }
    for (const dialog of ["shortcuts", "about", "licences"] as const) {
      await chooseItem(app, dialog);
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await serious(page), dialog).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
    }
  });

  test(`axe finds nothing serious in the ${colorScheme} theme, before and after a run, and in the history`, async ({
    lab: { page },
  }) => {
    await page.emulateMedia({ colorScheme });
    await choose(page, "Preset", "XOR");
    expect(await serious(page)).toEqual([]);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await expect(page.getByRole("main").getByText("6 of 6 done")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("group", { name: /^Loss: read values/ })).toBeVisible();
    expect(await serious(page)).toEqual([]);

    await page.getByRole("button", { name: "History", exact: true }).click();
    await page.getByRole("button", { name: "Filters" }).click();
    await page.getByRole("button", { name: "Runs of xor" }).click();
    await page.getByRole("checkbox", { name: "Select all runs of xor" }).press("Space");
    await expect(page.getByRole("region", { name: "Selected runs" })).toBeVisible();
    expect(await serious(page)).toEqual([]);
  });

  test(`axe finds nothing serious in the dialog of a sweep in the ${colorScheme} theme`, async ({
    lab: { page },
  }) => {
    await page.emulateMedia({ colorScheme });
    await choose(page, "Preset", "XOR");
    await page.getByRole("button", { name: "Sweep…" }).click();
    const dialog = page.getByRole("dialog", { name: "Sweep" });
    await expect(dialog).toContainText("6 variants × 5 seeds = 30 runs");
    expect(await serious(page)).toEqual([]);
    // With a fault in it.
    const widths = dialog.getByLabel("Width of the hidden layers");
    await widths.fill("9999");
    await widths.press("Enter");
    await expect(dialog.getByRole("button", { name: "Make these variants" })).toBeDisabled();
    expect(await serious(page)).toEqual([]);
  });

  test(`axe finds nothing serious in About and in the licences in the ${colorScheme} theme`, async ({
    lab: { app, page },
  }) => {
    await page.emulateMedia({ colorScheme });
    await choose(page, "Preset", "XOR");
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById("about")!.click());
    const about = page.getByRole("dialog", { name: "About Dropout Lab" });
    await expect(about.getByText("Chromium")).toBeVisible();
    expect(await serious(page)).toEqual([]);
    await about.getByRole("button", { name: "Licences" }).click();
    await expect(page.getByRole("region", { name: "Licence of Dropout Lab" })).toBeVisible();
    expect(await serious(page)).toEqual([]);
  });
}

test("the network can be changed from the keyboard alone", async ({ lab: { page } }) => {
  await choose(page, "Preset", "XOR");
  const rate = page.getByRole("spinbutton", { name: "Drop rate", exact: true });
  await rate.focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("0.35");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("spinbutton", { name: "Rate of layer 3" })).toHaveValue("0.35");
  const rows = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: /^Move layer \d+ up/ }) });
  const count = await rows.count();
  await page.getByRole("button", { name: "Add layer" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Dense" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(count + 1);
  await page.getByRole("button", { name: /^Move layer 3 up/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("spinbutton", { name: "Rate of layer 2" })).toBeVisible();
});

test("a layer is moved by dragging it", async ({ lab: { page } }) => {
  await choose(page, "Preset", "XOR");
  const rows = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: /^Move layer \d+ up/ }) });
  const order = () =>
    rows.evaluateAll((items) => items.map((item) => item.querySelector("input")?.getAttribute("aria-label")));
  const before = await order();
  const handle = (await rows.nth(2).locator(".handle").boundingBox())!;
  const target = (await rows.nth(0).boundingBox())!;
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x + 4, target.y + target.height, { steps: 12 });
  await page.mouse.move(handle.x + 4, target.y + 6, { steps: 12 });
  await page.mouse.up();
  await expect(page.getByRole("spinbutton", { name: "Rate of layer 1" })).toBeVisible();
  expect(await order()).not.toEqual(before);
});
