import type { Page } from "@playwright/test";
import { choose } from "./choose";
import { expect, test } from "./fixtures";

/** The statements of docs/inside.md, "The chapter, statement by statement", each with the clicks that lead there from the lab. */
type Click = (page: Page) => Promise<void>;
interface Statement {
  readonly statement: string;
  readonly clicks: readonly Click[];
  /** What is then in view. */
  readonly shows: (page: Page) => Promise<void>;
}

const button =
  (name: string): Click =>
  (page) =>
    page.getByRole("button", { name, exact: true }).click();
const tab =
  (name: string): Click =>
  (page) =>
    page.getByRole("tab", { name, exact: true }).click();
const inference: Click = (page) => page.getByText("Inference mode").click();

const sees = (text: RegExp) => (page: Page) =>
  expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
const table = (page: Page, name: string) => page.getByRole("table", { name, exact: true });
const number = String.raw`−?\d+(\.\d+)?`;

const statements: readonly Statement[] = [
  {
    statement: "units are dropped anew for each minibatch",
    clicks: [button("Inside"), button("Next minibatch")],
    shows: async (page) => {
      await sees(/^Step 2 of 1,280: epoch 1, minibatch 2 of 32$/)(page);
      await sees(/^\d+ of 200 dropped \(p = 0\.3\)$/)(page);
    },
  },
  { statement: "p", clicks: [button("Inside")], shows: sees(/^\d+ of 100 dropped \(p = 0\.3\)$/) },
  {
    statement: "what differs between training and inference",
    clicks: [button("Inside"), inference],
    shows: sees(/^all 200 take part$/),
  },
  {
    statement: "scaling",
    clicks: [button("Inside"), tab("Scaling in a whole network")],
    shows: sees(/gets inputs 1\/\(1 − p\) = 1\.429 times as large/),
  },
  {
    statement: "the 4 → 1 example",
    clicks: [button("Inside"), tab("Four inputs, one output")],
    shows: sees(/^At p = 0\.3, the mean of training is kept by/),
  },
  {
    statement: "where dropout stands",
    clicks: [button("Inside")],
    shows: async (page) => {
      const layers = table(page, "The numbers of this sample").getByRole("rowheader");
      const names = ["Dense", "Leaky ReLU", "Dropout"];
      await expect(layers.filter({ hasText: "Dropout" })).toHaveCount(3);
      expect((await layers.allInnerTexts()).map((text) => text.replace(/^\d+ /, ""))).toEqual([
        ...[...names, ...names, ...names],
        "Dense",
      ]);
    },
  },
  {
    statement: "what train() and eval() switch",
    clicks: [button("Inside"), inference],
    shows: async (page) => {
      await expect(page.getByTitle("All units take part, as after model.eval()")).toBeVisible();
      const dropout = table(page, "The numbers of this sample").getByRole("row", { name: /3 Dropout/ });
      await expect(dropout.getByRole("cell").nth(1)).toHaveText("0");
    },
  },
  {
    statement: "what forgetting costs",
    clicks: [button("Compare")],
    shows: sees(/eval forgotten costs \d+(\.\d+)? points of accuracy \(95% CI/),
  },
  {
    statement: "slower convergence",
    clicks: [button("Compare")],
    shows: sees(
      new RegExp(`learns more slowly: its training loss \\(dropout off\\) .* ${number} epochs \\(95% CI`),
    ),
  },
  {
    statement: "higher training error",
    clicks: [button("Compare")],
    shows: sees(new RegExp(`raises the training loss \\(dropout off\\) by ${number}`)),
  },
  {
    statement: "better generalisation",
    clicks: [button("Compare")],
    shows: sees(new RegExp(`lowers the validation loss by ${number} \\(95% CI`)),
  },
  {
    statement: "less co-adaptation",
    clicks: [button("Inside"), tab("What units learn")],
    shows: async (page) => {
      const sentence = page.getByText(/correlated/).filter({ hasText: /95% CI/ });
      await expect(sentence.first()).toBeVisible({ timeout: 60_000 });
    },
  },
];

const mostClicks = 3;

test("each statement of the chapter is shown by real numbers, three clicks from the lab at most", async ({
  lab: { page },
}) => {
  test.setTimeout(240_000);
  await choose(page, "Preset", "Textbook");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("main").getByText(/10 of 10 done/)).toBeVisible({ timeout: 150_000 });
  for (const { statement, clicks, shows } of statements) {
    await test.step(statement, async () => {
      // Each begins anew, in the lab: pages keep the tab and the mode that were chosen.
      await page.evaluate(() => localStorage.removeItem("dropout-lab.inside"));
      await page.reload();
      await page.getByRole("button", { name: "Lab", exact: true }).click();
      expect(clicks.length).toBeLessThanOrEqual(mostClicks);
      for (const click of clicks) await click(page);
      await shows(page);
      const look = process.env["CHAPTER_PICTURES"];
      if (look) {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.waitForTimeout(600);
          await page.screenshot({ path: `${look}/${statement.replace(/\W+/g, "-")}-${colorScheme}.png` });
        }
        await page.emulateMedia({ colorScheme: "light" });
      }
    });
  }
});
