import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures";

/** The processes that have TensorFlow's library in their memory. */
async function withTensorFlow(processes: readonly number[]): Promise<number[]> {
  const maps = processes.map(async (pid) => ({
    pid,
    // A process that has ended by now holds nothing.
    text: await readFile(`/proc/${pid}/maps`, "utf8").catch(() => ""),
  }));
  return (await Promise.all(maps)).flatMap(({ pid, text }) => (text.includes("libtensorflow") ? [pid] : []));
}

test("only a trainer process loads TensorFlow: main and the page never wait for it", async ({
  lab: { app, page },
}) => {
  test.skip(process.platform !== "linux", "looks into /proc");
  await expect(page.getByRole("button", { name: "Native TensorFlow" })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const metrics = () =>
    app.evaluate(({ app: program }) => program.getAppMetrics().map(({ pid, type }) => ({ pid, type })));
  const pids = async (of: (type: string) => boolean) =>
    (await metrics()).filter(({ type }) => of(type)).map(({ pid }) => pid);
  await expect
    .poll(async () => (await withTensorFlow(await pids((type) => type === "Utility"))).length, {
      timeout: 30_000,
    })
    .toBeGreaterThan(0);
  const others = await pids((type) => type !== "Utility");
  expect(others).toContain(app.process().pid);
  expect(await withTensorFlow(others)).toEqual([]);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
});
