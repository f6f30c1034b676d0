import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { smallExperiment } from "../lab/testing";
import { type RunsDocument, runsDocumentSchema } from "../report/runs-document";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
let terminals: Terminal[];
beforeEach(() => {
  // This backend starts in a third of the time.
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  terminals = [(terminal = openTerminal())];
});
afterEach(() => {
  for (const each of terminals) each.close();
  vi.unstubAllEnvs();
});

test("write what was measured in every format, and take a result made elsewhere", async () => {
  const variants = [{ name: "no dropout", rate: 0 }, { name: "p = 0.3" }];
  const file = terminal.write("small.json", smallExperiment({ variants, seeds: [1, 2] }));
  await terminal.lab("run", file, "--out", "out");
  const { id } = terminal.stored()!;
  const places = ["--csv", "a.csv", "--json", "a.json", "--html", "a.html", "--tensorboard", "events"];
  const written = await terminal.lab("export", id.slice(0, 8), ...places, "--language", "ko");
  expect(written).toMatchObject({ code: 0, output: "" });
  expect(written.errors.match(/^Written: /gm)).toHaveLength(4);
  const read = (name: string) => readFileSync(join(terminal.folder, name), "utf8");
  // Runs × epochs × measures, what was measured at the end of each run, and the header.
  expect(read("a.csv").trim().split("\n")).toHaveLength(4 * 3 * 4 + 4 + 1);
  expect(runsDocumentSchema.parse(JSON.parse(read("a.json"))).experiments[0]!.runs).toHaveLength(4);
  expect(read("a.html")).toContain('<html lang="ko">');
  expect(readdirSync(join(terminal.folder, "events", "p-0.3")).sort()).toEqual(
    ["seed-1", "seed-2", "mean", "mean-minus-sd", "mean-plus-sd"].sort(),
  );
  const chosen = await terminal.lab("export", id, "--json", "-", "--baseline", "p = 0.3");
  const [{ analysis }] = runsDocumentSchema.parse(JSON.parse(chosen.output)).experiments as [
    RunsDocument["experiments"][number],
  ];
  expect(analysis).toMatchObject({
    chosenBaseline: "p = 0.3",
    variants: [{ baseline: "p = 0.3" }, { baseline: null }],
  });
  expect((await terminal.lab("runs", id, "--baseline", "p = 0.3")).output).toContain('against "p = 0.3"');
  for (const command of [
    ["run", file],
    ["resume", id],
    ["runs", id],
    ["export", id, "--csv", "-"],
  ]) {
    const misspelt = await terminal.lab(...command, "--baseline", "p=0.3");
    expect(misspelt).toMatchObject({ code: 2, output: "" });
    expect(misspelt.errors).toContain('has no variant "p=0.3": did you mean "p = 0.3"?');
  }
  const piped = await terminal.lab("export", id, "--csv", "-");
  expect(piped).toEqual({ code: 0, output: read("a.csv"), errors: "" });

  const elsewhere = (terminals[1] = openTerminal());
  const result = join(terminal.folder, "out", "result.json");
  const imported = await elsewhere.lab("import", result);
  expect(imported.code).toBe(0);
  expect(imported.output).toMatch(/^Imported: small \([0-9a-f]{16}\), 4 done\n$/);
  const twice = await elsewhere.lab("import", result);
  expect(twice.code).toBe(1);
  expect(twice.errors).toContain("in the lab already");
  const document = JSON.parse(readFileSync(result, "utf8")) as { runs: { seed: number }[] };
  document.runs[2]!.seed = 7;
  const damaged = await elsewhere.lab("import", elsewhere.write("damaged.json", document));
  expect(damaged.code).toBe(2);
  expect(damaged.errors).toContain("runs[2].seed: The experiment has no seed 7");
  const third = (terminals[2] = openTerminal());
  const several = await third.lab(
    "import",
    result,
    join(terminal.folder, "a.csv"),
    join(elsewhere.folder, "damaged.json"),
  );
  expect(several.code).toBe(2);
  expect(several.output).toMatch(/^Imported: small \([0-9a-f]{16}\), 4 done\n$/);
  expect(several.errors).toMatch(/a\.csv: a\.csv is an export of runs/);
  expect(several.errors).toMatch(/damaged\.json: damaged\.json was not imported/);
  const own = await terminal.lab("import", result);
  expect(own).toMatchObject({ code: 1, output: "" });
  expect(own.errors).toContain(`This result was trained in this lab, as "small": lab runs ${id} shows it.`);
  expect((await elsewhere.lab("runs")).output.trim().split("\n")).toHaveLength(2);
});

test.each([
  [["export"], 2],
  [["export", "0123456789abcdef"], 2],
  [["export", "0123456789abcdef", "--csv", "-", "--json", "-"], 2],
  [["export", "0123456789abcdef", "--html", "a.html", "--language", "fr"], 2],
  [["export", "0123456789abcdef", "--csv", "a.csv"], 1],
  [["import"], 2],
  [["import", "none.json"], 2],
])("lab %j is refused in words, with exit code %i", async (parameters, code) => {
  const ended = await terminal.lab(...parameters);
  expect(ended.code).toBe(code);
  expect(ended.errors.trim()).not.toBe("");
  expect(ended.errors).not.toMatch(/^ +at /m);
});

test("the model of a run, in every format, or of an experiment's best one", async () => {
  const variants = [{ name: "no dropout", rate: 0 }, { name: "p = 0.3" }];
  const file = terminal.write("small.json", smallExperiment({ variants, seeds: [1, 2] }));
  await terminal.lab("run", file);
  const { id } = terminal.stored()!;
  const places = ["--onnx", "a.onnx", "--saved-model", "saved", "--tfjs", "web"];
  const written = await terminal.lab("export", id, ...places, "--variant", "p = 0.3", "--seed", "2");
  expect(written).toMatchObject({ code: 0, output: "" });
  expect(written.errors).toContain("Model: p = 0.3, seed 2");
  const names = () => readdirSync(terminal.folder);
  expect(names()).toEqual(expect.arrayContaining(["a.onnx", "a-passes.onnx", "saved", "web"]));
  expect(readdirSync(join(terminal.folder, "saved"))).toEqual(["assets.extra", "saved_model.pb"]);
  expect(readdirSync(join(terminal.folder, "web"))).toEqual(["group1-shard1of1.bin", "model.json"]);

  // As programs: what PyTorch calls the tensors of nn.Sequential, whose first entry standardises.
  const programs = ["--pytorch", "torch", "--keras", "keras"];
  expect(await terminal.lab("export", id, ...programs)).toMatchObject({ code: 0, output: "" });
  const files = (folder: string) => readdirSync(join(terminal.folder, folder)).sort();
  expect(files("torch")).toEqual(["data.npz", "predict.py", "train.py", "weights.safetensors"]);
  expect(files("keras")).toEqual(["data.npz", "model.weights.h5", "predict.py", "train.py"]);
  const weights = readFileSync(join(terminal.folder, "torch", "weights.safetensors"));
  const length = Number(weights.readBigUInt64LE());
  const header = JSON.parse(weights.subarray(8, 8 + length).toString()) as Record<
    string,
    { shape: number[] }
  >;
  expect(Object.fromEntries(Object.entries(header).map(([name, { shape }]) => [name, shape]))).toEqual({
    ...{ __metadata__: undefined, "0.shift": [2], "0.scale": [2] },
    ...{ "1.weight": [8, 2], "1.bias": [8], "4.weight": [2, 8], "4.bias": [2] },
  });

  // Written again, a folder of the same files is replaced; one with others is left alone, and nothing else is written.
  expect(await terminal.lab("export", id, "--tfjs", "web")).toMatchObject({ code: 0 });
  mkdirSync(join(terminal.folder, "other"));
  terminal.write("other/mine.txt", "mine");
  const refused = await terminal.lab("export", id, "--saved-model", "other", "--onnx", "b.onnx");
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.errors).toContain("other holds other files");
  expect(names()).not.toContain("b.onnx");
  const wrong = await terminal.lab("export", id, "--pytorch", "other", "--keras", "keras-2");
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.errors).toContain("other holds other files");
  expect(names()).not.toContain("keras-2");

  const [other] = terminal.stored()!.runs;
  expect((await terminal.lab("export", other!.id, "--onnx", "c.onnx")).errors).toContain(
    "Model: no dropout, seed 1",
  );
  for (const [flags, said] of [
    [[id, id, "--onnx", "d.onnx"], "give one id"],
    [[id, "--onnx", "-"], "a file or folder of its own"],
  ] as const) {
    expect(await terminal.lab("export", ...flags)).toMatchObject({ code: 2 });
    expect((await terminal.lab("export", ...flags)).errors).toContain(said);
  }
});
