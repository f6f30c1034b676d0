import { expect, test } from "vitest";
import { kindsOfMachine } from "./environments";
import type { Environment } from "./result";

const here: Environment = {
  ...{ backend: "tensorflow", backendSource: "PyPI", engine: "graph", kernels: "avx512" },
  ...{ tensorflow: "2.9.1", tfjs: "4.22.0", runtime: "Node 20.20.2", platform: "linux x64", lab: "1.0.0" },
};
const span = (environment: Environment, fromEpoch = 1) => ({ fromEpoch, environment });
const run = (...environments: Environment[]) => ({
  environments: environments.map((one, index) => span(one, index + 1)),
});

test("another processor family, system or backend is another kind of machine; another lab or Node is not", () => {
  const same = { ...here, lab: "1.1.0", runtime: "Node 22.1.0", backendSource: "elsewhere" };
  expect(kindsOfMachine([run(here), run(same)], here)).toEqual(["tensorflow graph linux x64 AVX512"]);
  const others: Environment[] = [
    { ...here, kernels: "avx2" },
    { ...here, platform: "linux arm64" },
    { ...here, backend: "wasm", engine: "plain" },
  ];
  for (const other of others) expect(kindsOfMachine([run(here), run(other)], here)).toHaveLength(2);
  // A run that went on elsewhere is of both kinds.
  expect(kindsOfMachine([run(here, others[0]!)], here)).toHaveLength(2);
});

test("only the given runs count, not where the experiment began; what runs do not say, the experiment says", () => {
  const other: Environment = { ...here, kernels: "avx2" };
  expect(kindsOfMachine([run(other)], here)).toEqual(["tensorflow graph linux x64 AVX2"]);
  expect(kindsOfMachine([{}, {}], here)).toEqual(["tensorflow graph linux x64 AVX512"]);
  expect(kindsOfMachine([{}], null)).toEqual([]);
});
