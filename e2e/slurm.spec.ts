import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { canStartCluster, startCluster } from "../src/slurm/testing";
import { expect, test } from "./fixtures";
import { smallExperiment } from "./small";

test("Progress shows the elements of a sweep on Slurm, as lab collect finds them in a terminal, and cancels them", async ({
  openLab,
  home,
}) => {
  test.skip(!canStartCluster, "Slurm is not installed: apt install slurm-wlm munge");
  test.setTimeout(300_000);
  const cluster = await startCluster(join(home, "cluster"));
  const { page } = await openLab({ env: { SLURM_CONF: cluster.env["SLURM_CONF"]! } });
  const env = { ...process.env, ...cluster.env, DROPOUT_LAB_HOME: home, DROPOUT_LAB_BACKEND: "cpu" };
  const lab = async (...parameters: string[]) => {
    const ended = promisify(execFile)(process.execPath, ["dist/cli.cjs", ...parameters], { env });
    return ended.then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  try {
    const file = join(home, "endless.json");
    const endless = smallExperiment("endless", {
      training: { batchSize: 16, epochs: 100_000 },
      seeds: [1, 2],
    });
    await writeFile(file, JSON.stringify(endless));
    const slurm = ["--slurm", "--array-limit", "2", "--jobs", "2"];
    await lab("sweep", file, "--rates", "0,0.3", "--seeds", "1", ...slurm);
    const table = page.getByRole("table", { name: "Slurm: endless" });
    await expect(table.getByRole("row")).toHaveCount(3);
    // Nothing is to be continued here meanwhile.
    const continued = page.getByRole("button", { name: "Continue endless" });
    await expect(continued).toBeHidden();

    const first = table.getByRole("row", { name: /^1-0 training/ });
    await expect(async () => {
      await lab("collect");
      await expect(first).toContainText(/plain JavaScript/, { timeout: 2000 });
    }).toPass({ timeout: 120_000 });
    await expect(first).toContainText(hostname().split(".")[0]!);
    await expect(first).toContainText("0 of 1");
    await expect(table.getByRole("row", { name: /^1-1 waiting \(\w+\)/ })).toBeVisible();

    await page.getByRole("button", { name: "Cancel element 1-1" }).click();
    await expect(table.getByRole("row", { name: /^1-1 lost \(CANCELLED\)/ })).toBeVisible();
    await expect(page.getByRole("button", { name: "Cancel element 1-1" })).toBeHidden();
    await expect(first).toBeVisible();
    await page.getByRole("button", { name: "Cancel endless on Slurm" }).click();
    await expect(page.getByText(/^Slurm ends 1 element;/).first()).toBeVisible();
    await expect(table).toBeHidden();
    await expect(continued).toBeVisible();
    // Slurm itself says so once the checkpoints are written.
    await expect(async () => {
      expect(await lab("collect")).toContain("2 lost");
    }).toPass({ timeout: 120_000 });
    await expect(table).toBeHidden();
  } finally {
    await cluster.close();
  }
});
