import { afterEach, expect, test } from "vitest";
import { loadDataset } from "../data/load";
import { drawnConfig, temporaryFile } from "../data/testing";
import { built } from "../lab/testing";
import { DataAhead } from "./data-ahead";

const opened: DataAhead[] = [];
afterEach(() => opened.splice(0).forEach((each) => each.end()));

function dataAhead(program: string | null): DataAhead {
  const ahead = new DataAhead(program);
  opened.push(ahead);
  return ahead;
}

test.each(["digits", "moons", "friedman1"] as const)("a thread draws %s to the last bit", async (source) => {
  const ahead = dataAhead(built("drawer.cjs"));
  for (const seed of [1, 2]) {
    const drawing = { config: drawnConfig(source, { seed, test: seed === 1 ? 0 : 20 }), rows: 150 };
    ahead.draw(drawing);
    expect(await ahead.take(drawing)).toEqual(await loadDataset(drawing.config, drawing.rows));
  }
});

test("hands over once, and only what was asked for last", async () => {
  const ahead = dataAhead(built("drawer.cjs"));
  const [one, other] = [1, 2].map((seed) => ({ config: drawnConfig("moons", { seed }), rows: 200 }));
  ahead.draw(one!);
  ahead.draw(one!);
  expect(await ahead.take(other!)).toBeNull();
  expect(await ahead.take(one!)).toEqual(await loadDataset(one!.config));
  expect(await ahead.take(one!)).toBeNull();
  // The thread may answer in the place of the second drawing with the first one's data.
  ahead.draw(one!);
  ahead.draw(other!);
  expect(await ahead.take(one!)).toBeNull();
  expect(await ahead.take(other!)).toEqual(await loadDataset(other!.config));
});

test("draws again after its end, also when it ends amid a drawing", async () => {
  const ahead = dataAhead(built("drawer.cjs"));
  const [one, other] = [1, 2].map((seed) => ({ config: drawnConfig("digits", { seed }), rows: 200 }));
  ahead.draw(one!);
  const taken = ahead.take(one!);
  ahead.end();
  await taken;
  ahead.draw(other!);
  expect(await ahead.take(other!)).toEqual(await loadDataset(other!.config));
});

test("draws nothing of files, nothing large, nothing without the program, and nothing with a program that fails", async () => {
  const csv = {
    ...drawnConfig("moons"),
    ...{ source: "csv", path: temporaryFile("a.csv", "x,y\n1,a\n2,b\n"), target: "y" },
  } as never;
  const large = drawnConfig("digits", { train: 60_000 });
  const small = drawnConfig("moons");
  const [ahead, without, broken] = [built("drawer.cjs"), null, temporaryFile("a.cjs", "throw 1")].map(
    dataAhead,
  );
  for (const [each, config] of [
    [ahead!, csv],
    [ahead!, large],
    [without!, small],
    [broken!, small],
  ] as const) {
    each.draw({ config, rows: 200 });
    expect(await each.take({ config, rows: 200 })).toBeNull();
  }
});
