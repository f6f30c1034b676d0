import { dataSchema } from "../data/kinds";
import { loadDataset } from "../data/load";
import { temporaryFile } from "../data/testing";
import type { RawValue } from "../fields/raw-row";

/** Shared by the tests of model files: a table with every kind of column, of which each but the date may have gaps. */

/** Years and large amounts have few digits left in float32. */
const raw = Array.from({ length: 40 }, (_, row) => {
  const gapOr = <T>(value: T, remainder: number) => (row % 11 === remainder ? null : value);
  return {
    amount: gapOr(1e6 + Number((Math.sin(row) * 37).toFixed(2)), 3) as RawValue,
    colour: gapOr(["red", "green", 'dark "blue"'][row % 3]!, 4) as RawValue,
    member: gapOr(row % 4 === 0, 5) as RawValue,
    day: (20_000 + 11 * row) as RawValue,
    year: (2000 + (row % 9) + 0.5) as RawValue,
  };
});
const columns = ["amount", "colour", "member", "day", "year"] as const;
const kinds = {
  amount: "number",
  colour: "category",
  member: "boolean",
  day: "date",
  year: "number",
} as const;

const textOf = (name: (typeof columns)[number], value: RawValue): string => {
  if (value === null) return "";
  if (name === "member") return value ? "yes" : "no";
  if (name === "day") return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
  return `"${String(value).replaceAll('"', '""')}"`;
};

/** The table's text. */
export const tableText = [
  [...columns, "row"].join(),
  ...raw.map((row, number) => [...columns.map((name) => textOf(name, row[name])), number].join()),
].join("\n");

/** A raw row of the table as a model file takes it: NaN and "" for gaps. */
export type TableRow = Readonly<Record<string, number | string>>;

/**
 * The table by its settings, and the raw rows of its validation split in their order.
 * @param only the columns that are features
 * @param path of a file with its text
 */
export async function loadedTable(
  settings: object,
  only: readonly (typeof columns)[number][] = columns,
  path = temporaryFile("table.csv", tableText),
) {
  const dataset = await loadDataset(
    dataSchema.parse({
      ...{ source: "table", path, train: 30, validation: 10, target: "row", task: "regression", ...settings },
      columns: [
        ...columns.map((name) => ({
          name,
          kind: kinds[name],
          role: only.includes(name) ? "feature" : "left out",
        })),
        { name: "row", kind: "number", role: "target" },
      ],
    }),
  );
  const { validation, preparation } = dataset;
  const { mean, divisor } = preparation.target as { mean: number; divisor: number };
  const rows = Array.from(validation.targets, (target): TableRow => {
    const row = raw[Math.round(target * divisor + mean)]!;
    return Object.fromEntries(only.map((name) => [name, cellOf(name, row[name])]));
  });
  return { dataset, rows };
}

function cellOf(name: (typeof columns)[number], value: RawValue): number | string {
  const isText = name === "colour" || name === "member";
  if (value === null) return isText ? "" : NaN;
  return name === "member" ? (value ? "yes" : "no") : (value as number | string);
}

/** Ways to fill gaps and to scale. */
export const tableSettings = [
  { gaps: "fillAndMark", scaling: "standardise" },
  { gaps: "fillAndMark", scaling: "none" },
  { gaps: "fill", scaling: "unit" },
  { gaps: "leaveOut", scaling: "standardise", train: 15, validation: 5 },
];
