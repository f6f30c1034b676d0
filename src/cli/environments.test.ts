import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../experiment/result";
import { smallExperiment } from "../lab/testing";
import { openTerminal } from "./testing";

/** Runs of one experiment on two backends: real processes, started on one backend and finished on another. */

test("each run carries what measured it, in the result, the report and the terminal, and after an import", async () => {
  const cpu = openTerminal({ env: { DROPOUT_LAB_BACKEND: "cpu" } });
  const wasm = openTerminal({ place: cpu.folder, env: { DROPOUT_LAB_BACKEND: "wasm" } });
  const read = (...path: string[]) => JSON.parse(readFileSync(join(cpu.folder, ...path), "utf8")) as Result;
  try {
    const alone = cpu.write("alone.json", smallExperiment());
    expect(await cpu.lab("run", alone, "--out", "alone")).toMatchObject({ code: 0 });
    expect(read("alone", "result.json").runs.every((run) => !("environments" in run))).toBe(true);

    const training = { batchSize: 4, epochs: 60 };
    const document = cpu.write("mixed.json", smallExperiment({ name: "mixed", training, seeds: [1, 2, 3] }));
    const begun = cpu.start("run", document, "--jobs", "1");
    const done = () => (cpu.stored()?.runs ?? []).filter(({ status }) => status === "done").length;
    await expect
      .poll(() => cpu.stored()?.experiment.name === "mixed" && done(), { timeout: 60_000 })
      .toBeGreaterThan(0);
    process.kill(-begun.child.pid!, "SIGKILL");
    await begun.ended;
    const { id } = cpu.stored()!;
    // One backend may not repeat another's epochs to the last bit. Such a run fails and keeps its records.
    const { output } = await wasm.lab("resume", id, "--out", "mixed", "--jobs", "1");
    expect(output).toMatch(/the wasm backend.*seed 3/);

    const { environment, runs } = read("mixed", "result.json");
    expect(environment.backend).toBe("cpu");
    const backends = runs.map(({ environments = [] }) =>
      environments.map((span) => span.environment.backend),
    );
    expect(backends[0]).toEqual(["cpu"]);
    expect(backends.at(-1)).toEqual(["wasm"]);
    for (const { environments } of runs) expect(environments![0]!.fromEpoch).toBe(1);

    await wasm.lab("export", id, "--html", "report.html", "--json", "runs.json");
    const report = readFileSync(join(cpu.folder, "report.html"), "utf8");
    expect(report).toContain("Not all epochs were measured in the same environment");
    expect(report).toContain("<td>cpu</td>");
    expect(report).toContain("<td>wasm</td>");

    const elsewhere = openTerminal();
    expect(await elsewhere.lab("import", join(cpu.folder, "mixed", "result.json"))).toMatchObject({
      code: 0,
    });
    expect(elsewhere.stored()!.runs.map((run) => run.environments)).toEqual(
      runs.map(({ environments }) => environments),
    );
    elsewhere.close();
  } finally {
    wasm.close();
    cpu.close();
  }
});
