import { expect, test } from "vitest";
import { preparedRow, rawColumnsOf, rawRow, type RawValue } from "../fields/raw-row";
import { dataSchema } from "./kinds";
import { loadDataset } from "./load";
import { temporaryFile } from "./testing";

interface Row {
  readonly cells: string;
  readonly values: readonly RawValue[];
}

/** A number, a year, a category, yes and no, and a date, each of which may have a gap; the target is the row's number. */
const rows = Array.from({ length: 40 }, (_, row): Row => {
  const number = Number((Math.sin(row) * 37).toFixed(2));
  const hasGap = row % 7 === 3;
  const year = 2000 + (row % 9) + 0.5;
  const colour = ["red", "green", "dark blue"][row % 3]!;
  const isMember = row % 4 === 0;
  const day = 20_000 + 11 * row;
  const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
  const gapOr = <T>(value: T, gap: number) => (row % 11 === gap ? null : value);
  const values = [hasGap ? null : number, year, gapOr(colour, 4), gapOr(isMember, 5), day];
  const cells = [
    hasGap ? "" : number,
    year,
    gapOr(colour, 4) ?? "",
    gapOr(isMember ? "yes" : "no", 5) ?? "",
    date,
  ];
  return { cells: cells.join(), values };
});
const table = ["number,year,colour,member,day,row", ...rows.map(({ cells }, row) => `${cells},${row}`)];

const columnKinds = [
  ["number", "number"],
  ["year", "number"],
  ["colour", "category"],
  ["member", "boolean"],
  ["day", "date"],
] as const;

const loaded = (settings: object) =>
  loadDataset(
    dataSchema.parse({
      ...{ source: "table", path: temporaryFile("table.csv", table.join("\n")), train: 30, validation: 10 },
      ...{ target: "row", task: "regression", ...settings },
      columns: [
        ...columnKinds.map(([name, kind]) => ({ name, kind, role: "feature" })),
        { name: "row", kind: "number", role: "target" },
      ],
    }),
  );

test.each([
  { gaps: "fillAndMark", scaling: "standardise" },
  { gaps: "fillAndMark", scaling: "none" },
  { gaps: "fill", scaling: "unit" },
  { gaps: "leaveOut", scaling: "standardise", train: 15, validation: 5 },
])("raw values through the preparation are the row of the prepared split, and back: %o", async (settings) => {
  const { validation, preparation, features: width } = await loaded(settings);
  const features = preparation.features!;
  const columns = rawColumnsOf(features);
  expect(columns.map(({ column, kind }) => [column, kind])).toEqual(columnKinds);
  const { mean, divisor } = { mean: 0, divisor: 1, ...preparation.target };
  for (let place = 0; place < validation.rows; place++) {
    const inputs = validation.inputs.slice(place * width, (place + 1) * width);
    const { values } = rows[Math.round(validation.targets[place]! * divisor + mean)]!;
    const prepared = preparedRow(features, columns, values);
    inputs.forEach((input, at) => expect(prepared[at]).toBeCloseTo(input, 5));
    // Filled gaps without a mark come back as what they were filled with.
    const back = rawRow(features, columns, inputs);
    preparedRow(features, columns, back).forEach((input, at) => expect(input).toBeCloseTo(prepared[at]!, 5));
    if (settings.gaps !== "fill") {
      const marked = columns.map(({ mark }) => mark !== undefined);
      values.forEach((value, at) => {
        if (value !== null || marked[at]) expect(back[at]).toEqual(value);
      });
    }
  }
});
