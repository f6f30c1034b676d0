import { afterEach, expect, test, vi } from "vitest";
import { presetDocument, rememberedDraft } from "./documents";

afterEach(() => vi.unstubAllGlobals());

/** What an earlier lab kept at its end. */
function keptByEarlierLab(text: string | null): void {
  vi.stubGlobal("localStorage", { getItem: (key: string) => (key === "dropout-lab.draft" ? text : null) });
}
const withData = (data: object) => JSON.stringify({ ...presetDocument("moons"), data });
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
    { source: "idx", ...split, transposed: false },
  ],
  [
    "data without files",
    { source: "moons", ...split, noise: 0.3 },
    { source: "moons", ...split, noise: 0.3 },
  ],
])("a set-up that an earlier lab kept still opens: %s", (_what, kept, opened) => {
  keptByEarlierLab(withData(kept));
  expect(rememberedDraft()).toEqual({ ...presetDocument("moons"), data: opened });
});

test.each([null, "", "{", "[]", '{"data":{"source":"elsewhere"}}'])("%j is no set-up", (text) => {
  keptByEarlierLab(text);
  expect(rememberedDraft()).toBeNull();
});
