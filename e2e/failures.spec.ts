import { hostname, userInfo } from "node:os";
import { smallDisk } from "../src/store/small-disk.testing";
import { expect, test } from "./fixtures";
import { smallExperiment, start } from "./small";

test("diagnostics are copied from the badge, and nothing in them is personal", async ({
  home,
  lab: { app, page },
}) => {
  // A failure about one of the person's files.
  await page.evaluate(() =>
    window.lab.previewData({
      data: {
        source: "csv",
        path: "file:0123456789abcdef/patients.csv",
        target: "a",
        task: "regression",
        header: true,
        train: 1,
        validation: 1,
        test: 0,
        seed: 1,
      },
    }),
  );
  await page.getByRole("button", { name: /Native TensorFlow|Fallback/ }).click();
  await page.getByRole("button", { name: "Copy diagnostics" }).click();
  await expect(page.getByText("Copied: versions, machine, backend")).toBeVisible();
  const text = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toMatch(/^Runs on +Electron \d+\.\d+\.\d+, Chromium \d+\S*, Node \d+\.\d+\.\d+$/m);
  expect(text).toMatch(/^- \S+Z previewData, fileNotGiven: … was not chosen in this lab/m);
  for (const personal of [home, "patients"]) expect(text).not.toContain(personal);
  const words = text.split(/[^\p{L}\p{N}_.-]+/u);
  expect(words).not.toContain(hostname());
  expect(words).not.toContain(userInfo().username);
});

test("a full disk is told in the window, which stays alive; with room, training goes on", async ({
  openLab,
}) => {
  let pid = 0;
  const disk = smallDisk(() => pid);
  try {
    const { app, page } = await openLab({ env: { DROPOUT_LAB_HOME: disk.folder } });
    pid = app.process().pid!;
    const training = { batchSize: 16, epochs: 100_000 };
    const experimentId = await start(page, smallExperiment("endless", { training }));
    const epochs = () =>
      page.evaluate(async (id) => {
        const answer = await window.lab.getExperiment({ experimentId: id });
        return answer.ok ? answer.value.runs[0]!.records.length : -1;
      }, experimentId);
    await expect.poll(epochs).toBeGreaterThan(3);
    disk.fill();
    const notice = page.getByRole("alert").filter({ hasText: "Training is on hold and nothing is lost" });
    await expect(notice).toContainText("The disk has no room left for lab.sqlite", { timeout: 30_000 });
    const held = await epochs();
    disk.makeRoom();
    await expect(notice).toBeHidden({ timeout: 30_000 });
    await expect.poll(epochs).toBeGreaterThan(held);
    await app.close();
  } finally {
    disk.remove();
  }
});
