import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { chooseItem } from "./menu-item";
import { smallExperiment, train } from "./small";

interface Walk {
  /** Controls that Tab never reached. */
  readonly missed: string[];
  /** Controls whose focus cannot be seen. */
  readonly unseen: string[];
  /** Whether Tab left them again, back to the start. */
  readonly closed: boolean;
}

declare global {
  interface Window {
    walk: { step: () => boolean; end: () => Omit<Walk, "closed"> };
  }
}

/** Tabs through all of the window, or of the dialog over it. */
async function walk(page: Page): Promise<Walk> {
  await page.evaluate(() => {
    const root = [...document.querySelectorAll<HTMLElement>("[aria-modal=true]")].find((dialog) =>
      dialog.checkVisibility(),
    );
    const isSeen = (element: HTMLElement) =>
      element.checkVisibility({ checkVisibilityCSS: true }) && element.getClientRects().length > 0;
    // In a group of radio buttons, Tab reaches one, and arrow keys the others.
    const isOneOfMany = (element: HTMLElement) =>
      element instanceof HTMLInputElement && element.type === "radio" && !element.checked;
    const controls = [
      ...(root ?? document).querySelectorAll<HTMLElement>("button, input, textarea, a[href], [tabindex]"),
    ].filter(
      (element) =>
        element.tabIndex >= 0 &&
        isSeen(element) &&
        !element.matches(":disabled, [aria-disabled=true]") &&
        !isOneOfMany(element),
    );
    const nameOf = (element: HTMLElement) =>
      `${element.tagName} ${element.className} ${element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40)}`;
    /** Everything that can show the focus: the element's own style, and that of its stand-ins. */
    const looks = (element: HTMLElement) => {
      const { parentElement: parent } = element;
      const around = [parent, parent?.parentElement, parent?.parentElement?.parentElement];
      const beside = [element.previousElementSibling, element.nextElementSibling, ...element.children];
      return [element, ...around, ...beside]
        .flatMap((one) => {
          if (!one) return [];
          const { outlineStyle, outlineWidth, boxShadow, borderColor, opacity } = getComputedStyle(one);
          return opacity === "0" ? [] : [outlineStyle, outlineWidth, boxShadow, borderColor];
        })
        .join();
    };
    if (!root) (document.activeElement as HTMLElement | null)?.blur();
    const before = new Map(controls.map((control) => [control, looks(control)]));
    const visited = new Set<HTMLElement>();
    const unseen = new Set<string>();
    const first = root ? (document.activeElement as HTMLElement) : null;
    window.walk = {
      step: () => {
        const active = document.activeElement as HTMLElement;
        if (visited.has(active) || (active === document.body && visited.size > 0)) return false;
        visited.add(active);
        if (active !== first && before.get(active) === looks(active)) unseen.add(nameOf(active));
        return true;
      },
      end: () => ({
        missed: controls.filter((control) => !visited.has(control)).map(nameOf),
        unseen: [...unseen],
      }),
    };
  });
  let closed = false;
  for (let step = 0; step < 300 && !closed; step++) {
    await page.keyboard.press("Tab");
    closed = !(await page.evaluate(() => window.walk.step()));
  }
  return { ...(await page.evaluate(() => window.walk.end())), closed };
}

const whole: Walk = { missed: [], unseen: [], closed: true };

test("Tab comes to every control of each view and each dialog, shows where it is, and is held by none", async ({
  lab: { app, page },
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await train(page, smallExperiment("small", { seeds: [1, 2, 3] }));
  await page.reload();
  await expect(page.getByRole("img", { name: /loss/i }).first()).toBeVisible();
  for (const view of ["lab", "compare", "history", "inside"] as const) {
    await chooseItem(app, view);
    await expect(page.locator("[aria-current=page]")).toHaveText(new RegExp(view, "i"));
    expect(await walk(page), view).toEqual(whole);
  }
  await chooseItem(app, "lab");
  const sweep = page.getByRole("button", { name: "Sweep…" });
  await sweep.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Sweep" })).toBeVisible();
  expect(await walk(page), "sweep").toEqual(whole);
  await page.keyboard.press("Escape");
  await expect(sweep).toBeFocused();
});

test("with reduced motion nothing moves: no dialog, no section, no run that goes on", async ({
  lab: { page },
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  /** Transitions and animations that begin, by name. */
  await page.evaluate(() => {
    const begun: string[] = [];
    for (const kind of ["transitionrun", "animationstart"])
      window.addEventListener(
        kind,
        ({ target }) => begun.push(`${kind} ${(target as Element).className}`),
        true,
      );
    Object.assign(window, { begun });
  });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("button", { name: "Sweep…" }).click();
  await expect(page.getByRole("dialog", { name: "Sweep" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Sweep" })).toBeHidden();
  await expect(page.getByText(/\d training/).first()).toBeVisible();
  // What is loaded meanwhile changes the heights.
  await expect(page.locator("figure.preview")).toHaveAttribute("aria-busy", "false");
  // A jump is over as soon as the click is.
  const places = await page.evaluate(async () => {
    const scroller = document.querySelector<HTMLElement>(".setup .scroll")!;
    scroller.scrollTop = 0;
    [...document.querySelectorAll<HTMLElement>(".setup h3 button")].at(-1)!.click();
    const at = scroller.scrollTop;
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    return { at, after: scroller.scrollTop };
  });
  expect(places.at).toBeGreaterThan(0);
  expect(places.after).toBe(places.at);
  expect(await page.evaluate(() => (window as unknown as { begun: string[] }).begun)).toEqual([]);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
});
