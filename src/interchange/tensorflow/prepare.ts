import type { Graph, Output } from "../../tensor/graph";
import { binary, cast, compare, concat, integers, reshape, select } from "../../tensor/ops";
import {
  columnName,
  isMatrix,
  type RawNumbers,
  type RawPictures,
  type RawTable,
  type RawText,
} from "../raw-inputs";
import { constantOf, type Flavour, gathered, placeholder, type Port, textsOf } from "./nodes";

interface Prepared {
  readonly inputs: readonly Port[];
  /** float32, as the network takes them; pictures keep their shape. */
  readonly values: Output;
}

export function preparedInputs(graph: Graph, raw: RawPictures | RawTable, flavour: Flavour): Prepared {
  return raw.kind === "pictures" ? preparedPictures(graph, raw, flavour) : preparedTable(graph, raw, flavour);
}

/** TensorFlow.js has no bytes: there they are int32. */
function preparedPictures(graph: Graph, { name, shape, divisor }: RawPictures, flavour: Flavour): Prepared {
  const type = divisor !== 255 ? "float32" : flavour === "tfjs" ? "int32" : "uint8";
  const output = placeholder(graph, type, shape);
  const pixels = type === "float32" ? output : cast(graph, output, "float32");
  const divided = binary(
    graph,
    "RealDiv",
    pixels,
    constantOf(graph, { type: "float32", shape: [], values: [divisor] }),
  );
  return { inputs: [{ name, output, shape }], values: divisor === 1 ? pixels : divided };
}

function preparedTable(graph: Graph, raw: RawTable, flavour: Flavour): Prepared {
  const { numbers, texts, order } = raw;
  const type = flavour === "tfjs" ? "float32" : "float64";
  const port = (name: string, output: Output, width: number): Port => ({ name, output, shape: [width] });
  const ofNumbers = isMatrix(raw)
    ? [port("inputs", placeholder(graph, type, [numbers.columns.length]), numbers.columns.length)]
    : numbers.columns.map((column) => port(columnName(column), placeholder(graph, type, [1]), 1));
  const ofTexts = texts.map(({ column }) =>
    port(columnName(column), placeholder(graph, flavour === "tfjs" ? "int32" : "string", [1]), 1),
  );
  const matrix =
    ofNumbers.length > 0
      ? concat(
          graph,
          ofNumbers.map(({ output }) => output),
          1,
        )
      : null;
  const parts = [
    ...(matrix ? [preparedNumbers(graph, numbers, matrix, type)] : []),
    ...texts.map((text, index) => preparedText(graph, text, ofTexts[index]!.output, flavour)),
  ];
  const joined = concat(graph, parts, 1);
  const isInOrder = order.every((place, index) => place === index);
  return { inputs: [...ofNumbers, ...ofTexts], values: isInOrder ? joined : columnsAt(graph, joined, order) };
}

function preparedNumbers(
  graph: Graph,
  { fills, marked, means, divisors }: RawNumbers,
  matrix: Output,
  type: "float32" | "float64",
): Output {
  const row = (values: readonly number[]) => constantOf(graph, { type, shape: [values.length], values });
  const hasGaps = fills.some((fill) => !Number.isNaN(fill));
  const gaps = hasGaps
    ? graph.addOne("IsNan", { inputs: [matrix], attributes: { T: { type } }, outputs: { y: "bool" } })
    : null;
  const filled = gaps ? select(graph, gaps, row(fills), matrix) : matrix;
  const marks = gaps && marked.length > 0 ? columnsAt(graph, cast(graph, gaps, type), marked) : null;
  const all = marks ? concat(graph, [filled, marks], 1) : filled;
  const scaled = binary(graph, "RealDiv", binary(graph, "Sub", all, row(means)), row(divisors));
  return type === "float32" ? scaled : cast(graph, scaled, "float32");
}

/** What each text gives: its row of a table. */
function preparedText(graph: Graph, { keys, rows }: RawText, input: Output, flavour: Flavour): Output {
  const width = rows[0]!.length;
  const table = (of: readonly (readonly number[])[]) =>
    constantOf(graph, { type: "float32", shape: [of.length, width], values: of.flat() });
  if (flavour === "tfjs") return rowsAt(graph, table(rows), reshape(graph, input, [-1]));
  // Which of the known texts it is, or none of them: what those differ by from any other text.
  const known = reshape(graph, textsOf(graph, [...keys, ""]), [1, -1]);
  const isKnown = cast(graph, compare(graph, "Equal", input, known), "float32");
  const other = rows.at(-1)!;
  const apart = rows.slice(0, -1).map((row) => row.map((value, place) => value - other[place]!));
  const product = graph.addOne("MatMul", {
    inputs: [isKnown, table(apart)],
    attributes: { T: { type: "float32" }, transpose_a: { boolean: false }, transpose_b: { boolean: false } },
    outputs: { product: "float32" },
  });
  return binary(graph, "AddV2", product, table([other]));
}

function columnsAt(graph: Graph, x: Output, columns: readonly number[]): Output {
  return gathered(graph, x, integers(graph, columns), 1);
}

function rowsAt(graph: Graph, x: Output, rows: Output): Output {
  return gathered(graph, x, rows, 0);
}
