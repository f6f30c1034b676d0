import { cast, type OnnxGraph } from "../../onnx/graph";
import {
  columnName,
  isMatrix,
  type RawNumbers,
  type RawPictures,
  type RawTable,
  type RawText,
} from "../raw-inputs";
import type { OnnxPort } from "./encode";

/** What a model takes: raw rows. */
export function inputPorts(raw: RawPictures | RawTable): OnnxPort[] {
  if (raw.kind === "pictures") {
    const { name, shape, divisor } = raw;
    const isBytes = divisor === 255;
    const about = `Height, width, channels; ${isBytes ? "bytes" : `from 0 to ${divisor}`}.`;
    return [{ name, type: isBytes ? "uint8" : "float32", shape, about }];
  }
  const { columns } = raw.numbers;
  if (isMatrix(raw)) {
    const about = `Columns: ${columns.map(columnName).join(", ")}. ${numberNote}`;
    return [{ name: "inputs", type: "float64", shape: [columns.length], about }];
  }
  return [
    ...columns.map((column): OnnxPort => {
      const about =
        column.kind === "date" ? "Days since 1970-01-01. NaN is a gap." : "A number. NaN is a gap.";
      return { name: columnName(column), type: "float64", shape: [1], about };
    }),
    ...raw.texts.map(({ column, keys }): OnnxPort => {
      const known = column.kind === "boolean" ? `yes is "${keys[0]!}"` : `one of ${keys.join(", ")}`;
      return {
        name: columnName(column),
        type: "string",
        shape: [1],
        about: `A text: ${known}. "" is a gap.`,
      };
    }),
  ];
}

const numberNote = "Dates are days since 1970-01-01. NaN is a gap.";

/** Raw rows as the network's inputs, float32 [rows, ...]: pictures keep their shape. */
export function prepared(graph: OnnxGraph, raw: RawPictures | RawTable): string {
  if (raw.kind === "pictures") {
    const pixels = raw.divisor === 255 ? cast(graph, raw.name, "float32") : raw.name;
    return raw.divisor === 1 ? pixels : graph.add("Div", [pixels, graph.float(raw.divisor)]);
  }
  const { numbers, texts, order } = raw;
  const parts = [
    ...(numbers.columns.length > 0 ? [preparedNumbers(graph, numbers, matrixOf(graph, raw))] : []),
    ...texts.map((text) => preparedText(graph, text)),
  ];
  const joined = parts.length === 1 ? parts[0]! : graph.add("Concat", parts, { axis: { integer: 1 } });
  if (order.every((place, index) => place === index)) return joined;
  return graph.add("Gather", [joined, graph.integers(order)], { axis: { integer: 1 } });
}

/** The columns of numbers as one matrix, float64. */
function matrixOf(graph: OnnxGraph, raw: RawTable): string {
  if (isMatrix(raw)) return "inputs";
  const names = raw.numbers.columns.map(columnName);
  return names.length === 1 ? names[0]! : graph.add("Concat", names, { axis: { integer: 1 } });
}

/** In float64 as in the lab: in float32 a year or a day would keep two digits of its scaled value. */
function preparedNumbers(
  graph: OnnxGraph,
  { fills, marked, means, divisors }: RawNumbers,
  matrix: string,
): string {
  const gaps = fills.some((fill) => !Number.isNaN(fill)) ? graph.add("IsNaN", [matrix]) : null;
  const filled = gaps ? graph.add("Where", [gaps, graph.doubles([fills.length], fills), matrix]) : matrix;
  const marks = gaps && marked.length > 0 ? marksOf(graph, gaps, marked) : null;
  const all = marks ? graph.add("Concat", [filled, marks], { axis: { integer: 1 } }) : filled;
  const centred = graph.add("Sub", [all, graph.doubles([means.length], means)]);
  return cast(graph, graph.add("Div", [centred, graph.doubles([means.length], divisors)]), "float32");
}

function marksOf(graph: OnnxGraph, gaps: string, marked: readonly number[]): string {
  const ofThese = graph.add("Gather", [gaps, graph.integers(marked)], { axis: { integer: 1 } });
  return cast(graph, ofThese, "float64");
}

/** The number of its text, and what that gives. */
function preparedText(graph: OnnxGraph, { column, keys, rows }: RawText): string {
  const numbers = graph.add(
    "LabelEncoder",
    [columnName(column)],
    {
      keys_strings: { strings: [...keys, ""] },
      values_int64s: { integers: rows.slice(1).map((_, number) => number) },
      default_int64: { integer: rows.length - 1 },
    },
    { domain: "ai.onnx.ml" },
  );
  const width = rows[0]!.length;
  const row = graph.add("Reshape", [numbers, graph.integers([-1])]);
  return graph.add("Gather", [graph.floats([rows.length, width], rows.flat()), row], {
    axis: { integer: 0 },
  });
}
