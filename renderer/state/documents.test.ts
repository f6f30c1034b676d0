import { afterEach, expect, test, vi } from "vitest";
import { presetDocument, rememberedDraft } from "./documents";

afterEach(() => vi.unstubAllGlobals());

/** What an earlier lab kept at its end. */
function keptByEarlierLab(text: string | null): void {
  vi.stubGlobal("localStorage", { getItem: (key: string) => (key === "dropout-lab.draft" ? text : null) });
}
const withData = (data: object) => JSON.stringify({ ...presetDocument("moons"), data });
// Without a test split, as they were.
const split = { train: 10, validation: 5, seed: 3 };

test.each([
  [
    "a table that was not chosen yet",
    { source: "csv", ...split, path: "", target: "", task: "regression", header: false },
    { source: "csv", ...split, task: "regression", header: false },
  ],
  [
    "a table, whose reference has no meaning any more",
    { source: "csv", ...split, path: "file:0123456789abcdef/a.csv", target: "kind", task: "classification" },
    { source: "csv", ...split, target: "kind", task: "classification", header: true },
  ],
  [
    "images of which one file was chosen",
    { source: "idx", ...split, images: "file:0123456789abcdef/images", labels: "" },
    { source: "idx", ...split, transposed: false, division: "random" },
  ],
  [
    "data without files",
    { source: "moons", ...split, noise: 0.3 },
    { source: "moons", ...split, noise: 0.3 },
  ],
])("a set-up that an earlier lab kept still opens: %s", (_what, kept, opened) => {
  keptByEarlierLab(withData(kept));
  expect(rememberedDraft()).toEqual({ ...presetDocument("moons"), data: { ...opened, test: 0 } });
});

const moons = presetDocument("moons");
test.each([
  ["a number below its limit", { training: { ...moons.training, epochs: -3 } }],
  ["a fraction of an epoch", { training: { ...moons.training, epochs: 1.5 } }],
  ["a rate of 1", { network: { layers: [{ type: "dropout", rate: 1 }, ...moons.network.layers] } }],
  ["an epsilon of 0", { network: { layers: [{ type: "layerNorm", epsilon: 0 }] } }],
  ["a variant without a name", { variants: [{ name: "" }] }],
  ["two variants of one name", { variants: [{ name: "a" }, { name: "a" }] }],
  ["no layer, no variant, no seed", { network: { layers: [] }, variants: [], seeds: [] }],
  ["too much data", { data: { ...moons.data, train: 1e9 } }],
  ["no name", { name: "" }],
])("a set-up with a fault is kept as the person left it: %s", (_what, changes) => {
  const left = { ...moons, ...changes };
  keptByEarlierLab(JSON.stringify(left));
  expect(rememberedDraft()).toEqual(left);
});

test.each([
  null,
  "",
  "{",
  "[]",
  '{"data":{"source":"elsewhere"}}',
  JSON.stringify({ ...moons, training: { epochs: "many" } }),
  JSON.stringify({ ...moons, network: { layers: [{ type: "ofAnotherLab", units: 3 }] } }),
  JSON.stringify({ ...moons, seeds: "1" }),
])("%j is no set-up", (text) => {
  keptByEarlierLab(text);
  expect(rememberedDraft()).toBeNull();
});
