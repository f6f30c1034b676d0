import Table from "cli-table3";
import type {
  Prediction,
  RawValue,
  RunSummary,
  TriedColumn,
  TriedInput,
  ValidationSamples,
} from "../contract/contract";
import { LabError } from "../messages/failure";
import { fewOf } from "../messages/few";
import { plainTable, tableText } from "./lists";

/** What `--predict` says: a validation sample's number from 1, or values as `column=value`. */
export type WishedInput = { readonly row: number } | { readonly pairs: ReadonlyMap<string, string> };

/** @param before what the words before this one said @returns null if it is neither */
export function readWish(word: string, before?: WishedInput): WishedInput | null {
  if (!before && /^[1-9]\d*$/.test(word)) return { row: Number(word) };
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
  if (name === undefined || (before && "row" in before)) return null;
  return { pairs: new Map([...(before?.pairs ?? []), [name, value!]]) };
}

/**
 * Columns that are not named have their mean or most frequent value; one without a text has a gap.
 * @throws LabError `inputsArePictures`, `noSuchInput`, `valueNoNumber`
 */
export function inputOf(wish: WishedInput, { columns }: Pick<ValidationSamples, "columns">): TriedInput {
  if ("row" in wish) return { from: "sample", row: wish.row - 1 };
  if (!columns) throw new LabError("inputsArePictures");
  const names = columns.map(({ column }) => String(column));
  for (const name of wish.pairs.keys())
    if (!names.includes(name)) throw new LabError("noSuchInput", { name, names: fewOf(names, 12) });
  return {
    from: "columns",
    values: columns.map((column) => {
      const text = wish.pairs.get(String(column.column));
      return text === undefined ? column.usual : valueOf(column, text);
    }),
  };
}

function valueOf({ column, kind, yes }: TriedColumn, text: string): RawValue {
  if (text === "") return null;
  if (kind === "category") return text;
  if (kind === "boolean") return text === yes;
  const value = kind === "date" ? Date.parse(text) / 86_400_000 : Number(text);
  if (!Number.isFinite(value)) throw new LabError("valueNoNumber", { column, value: text });
  return value;
}

const short = (value: number): string => value.toPrecision(4);

/** What `lab inside --predict` prints. */
export function predictionText({ variant, seed, id }: RunSummary, prediction: Prediction): string {
  const { epoch, classes, sample, each, eval: evaluated, mean, sd, drops } = prediction;
  const table = new Table({
    ...plainTable,
    head: [classes ? "class" : "", "eval mode", "mean", "SD", "least", "most"],
  });
  evaluated.forEach((value, output) => {
    const drawn = each.map((pass) => pass[output]!);
    table.push([
      classes?.[output] ?? "value",
      ...[value, mean[output]!, sd[output]!, Math.min(...drawn), Math.max(...drawn)].map(short),
    ]);
  });
  const truth = sample && (classes ? `class ${classes[sample.target]}` : `target ${short(sample.target)}`);
  const which = sample ? `validation sample ${sample.row + 1}, ${truth}` : "the values that were given";
  return `${variant}, seed ${seed} (run ${id})
weights after epoch ${epoch}, ${which}, ${each.length} passes with dropout on${drops ? "" : " (the run drops no units)"}

${tableText(table)}
`;
}
