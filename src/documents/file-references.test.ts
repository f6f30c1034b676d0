import { describe, expect, test } from "vitest";
import { experimentSchema } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { overBridge } from "../transport/bridge";
import { fileName, fileReferenceSchema, type LabCore } from "../contract/contract";
import { Files } from "./file-references";
import { absolutePaths, relativePaths } from "./paths";

const base = { network: { layers: [{ type: "dense" as const, units: 2 }] } };
const csv = (path: string) =>
  experimentSchema.parse({ ...base, data: { source: "csv", path, target: 0, train: 1, validation: 1 } });
const idx = (images: string, labels: string) =>
  experimentSchema.parse({ ...base, data: { source: "idx", images, labels, train: 1, validation: 1 } });

describe("file references", () => {
  test("say the name and nothing of the place, are the same each time and no other file's", () => {
    const files = new Files();
    const reference = files.hide("/home/somebody/데이터 a.csv");
    expect(fileReferenceSchema.parse(reference)).toBe(reference);
    expect(reference).not.toContain("somebody");
    expect(fileName(reference)).toBe("데이터 a.csv");
    expect(files.hide("/home/somebody/데이터 a.csv")).toBe(reference);
    expect(files.hide("/home/else/데이터 a.csv")).not.toBe(reference);
    expect(files.reveal(reference)).toBe("/home/somebody/데이터 a.csv");
  });

  test.each(["/etc/passwd", "../x", "file:0123456789abcdef/a.csv", "file:/etc/passwd", ""])(
    "%j was never given out and opens nothing",
    (reference) => {
      const files = new Files();
      files.hide("/data/a.csv");
      expect(() => files.reveal(reference)).toThrow(LabError);
      expect(() => files.revealPaths(csv(reference || "x"))).toThrow(LabError);
    },
  );

  test("another registry's reference opens nothing", () => {
    expect(() => new Files().reveal(new Files().hide("/data/a.csv"))).toThrow(LabError);
  });

  test("documents cross the border and back unchanged", () => {
    const files = new Files();
    for (const document of [csv("/data/a.csv"), idx("/data/i.gz", "/data/l.gz")]) {
      const hidden = files.hidePaths(document);
      expect(JSON.stringify(hidden)).not.toContain("/data/");
      expect(experimentSchema.parse(hidden)).toEqual(hidden);
      expect(files.revealPaths(hidden)).toEqual(document);
    }
  });
});

test("over the bridge the lab hears paths and the window sees references", async () => {
  const heard: unknown[] = [];
  const lab = {
    previewData: async (request: unknown) => void heard.push(request),
    startExperiment: async (request: unknown) => void heard.push(request),
    getExperiment: async () => ({ id: "1", experiment: csv("/data/a.csv") }),
  } as unknown as LabCore;
  const files = new Files();
  const bridged = overBridge(lab, files);
  const hidden = files.hidePaths(csv("/data/a.csv"));

  await bridged.previewData({ data: hidden.data });
  await bridged.startExperiment({ experiment: hidden });
  expect(heard).toEqual([{ data: csv("/data/a.csv").data }, { experiment: csv("/data/a.csv") }]);
  expect((await bridged.getExperiment({ experimentId: "1" })).experiment).toEqual(hidden);
  await expect(bridged.previewData({ data: csv("/etc/passwd").data })).rejects.toMatchObject({
    code: "fileNotGiven",
  });
  await expect(bridged.startExperiment({ experiment: csv("/etc/passwd") })).rejects.toThrow(LabError);
  expect(heard).toHaveLength(2);
});

test("paths of a document are relative to its folder, and move with it", () => {
  const document = absolutePaths(idx("data/i.gz", "../l.gz"), "/work/here");
  expect(document.data).toMatchObject({ images: "/work/here/data/i.gz", labels: "/work/l.gz" });
  expect(relativePaths(document, "/work/here/out").data).toMatchObject({
    images: "../data/i.gz",
    labels: "../../l.gz",
  });
  expect(absolutePaths(csv("/data/a.csv"), "/work").data).toMatchObject({ path: "/data/a.csv" });
});
