import { describe, expect, test } from "vitest";
import { dataSources, needsFiles, shapeOfData } from "./kinds";
import { loadDataset, previewData } from "./load";
import { drawnConfig, rawData, rowsOf } from "./testing";

describe.each(dataSources.filter((source) => !needsFiles(source)))("%s", (source) => {
  test("gives what its shape says, the same from the same seed, another from another", async () => {
    const data = await loadDataset(drawnConfig(source));
    const shape = shapeOfData(drawnConfig(source))!;
    const { task, features, outputs, image } = data;
    expect({ task, features, outputs, ...(image && { image }) }).toEqual(shape);
    expect(data.train.inputs.length).toBe(200 * shape.features);
    expect(data.validation.inputs.length).toBe(100 * shape.features);
    if (task === "classification") expect(new Set(data.train.targets).size).toBe(shape.outputs);
    expect(await loadDataset(drawnConfig(source))).toEqual(data);
    expect((await loadDataset(drawnConfig(source, { seed: 2 }))).train.inputs).not.toEqual(data.train.inputs);
  });

  test("the splits share no sample, and neither depends on the other's size", async () => {
    const small = await rawData(drawnConfig(source));
    const large = await rawData(drawnConfig(source, { train: 300 }));
    expect(large.validation).toEqual(small.validation);
    expect(large.train.inputs.slice(0, small.train.inputs.length)).toEqual(small.train.inputs);
    const { features } = small.shape;
    const keys = [small.train, small.validation].flatMap((split) => rowsOf(split, features).map(String));
    expect(new Set(keys).size).toBe(300);
  });

  test("the preview shows samples of the training split", async () => {
    const preview = await previewData(drawnConfig(source));
    const { train, shape } = await rawData(drawnConfig(source));
    expect(preview).toMatchObject({ failure: null, rows: 300, shape });
    const isRegression = shape.task === "regression";
    expect(preview.classes).toHaveLength(isRegression ? 0 : shape.outputs);
    const { sample } = preview;
    if (sample.kind === "table") return expect.unreachable();
    const shown = isRegression && sample.kind === "points" ? sample.y : sample.labels;
    expect(shown.length).toBeGreaterThan(0);
    expect(shown).toEqual(Array.from(train.targets.slice(0, shown.length)));
  });
});
