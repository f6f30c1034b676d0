import type { PreparedFeature } from "../../fields/preparation";
import { call, list, python, type Python, text, tuple } from "../../nn/python";
import type { TrainedNetwork } from "../trained-network";
import type { InputScaling } from "./plan";
import { printed } from "./print";
import { inComment, type Section } from "./sections";

/** How the inputs of a trained network were scaled: its statistics are in the weights file. */
export function scalingOfTrained({ preparation: { image, features } }: TrainedNetwork): InputScaling {
  const common = image?.divisor ?? commonDivisor(features!);
  if (common === 1) return { kind: "none" };
  return common === null
    ? { kind: "standardised", masked: false }
    : { kind: "divided", by: common, masked: false };
}

/** Null where the columns are scaled by statistics. */
function commonDivisor(features: readonly PreparedFeature[]): number | null {
  const { divisor } = features[0]!;
  const isCommon =
    (divisor === 1 || divisor === 255) &&
    features.every((each) => each.mean === 0 && each.divisor === divisor);
  return isCommon ? divisor : null;
}

/** The first lines of a program with trained weights. */
export function originOf(
  { origin }: TrainedNetwork,
  framework: string,
  versions: readonly string[],
): Section {
  const { experiment, variant, seed, epoch, lab } = origin;
  return [
    `# ${inComment(`${experiment.name}, ${variant}, seed ${seed}, after epoch ${epoch}`)}.`,
    `# Written by Dropout Lab ${lab} for ${framework}: ${versions.join(", ")}.`,
  ];
}

/** The table's columns, where a raw row is more than its numbers: of categories, truth values, dates, gaps. */
export function columnsOf({ preparation: { features } }: TrainedNetwork): Section[] {
  if (!features?.some(isTold)) return [];
  const rows = features.map(({ column, kind, category, yes, unit, fill }) => {
    const name = typeof column === "string" ? text(column) : python(column);
    const word = category ?? yes ?? unit;
    return tuple(name, text(kind), word === undefined ? python("None") : text(word), fill ?? "None");
  });
  return [
    [
      "# Each number of a row: its column, what it is, the text that makes it 1 or its unit, and what a gap is.",
      ...printed({ ...list(...rows), spread: true }, "COLUMNS = "),
    ],
    [
      "def numbers_of(row):",
      '    """The numbers of a table\'s row of texts, by column, with decimal points; \\"\\" is a gap."""',
      "    numbers = []",
      "    for column, kind, word, fill in COLUMNS:",
      "        cell = row[column].strip()",
      '        if kind == "gap":',
      '            numbers.append(float(cell == ""))',
      '        elif cell == "":',
      "            numbers.append(fill)",
      '        elif kind == "number":',
      '            numbers.append(float(cell.replace(word or "", "")))',
      '        elif kind == "date":',
      "            since = datetime.fromisoformat(cell) - datetime(1970, 1, 1)",
      "            numbers.append(since / timedelta(days=1))",
      "        else:",
      "            numbers.append(float(cell == word))",
      "    return numbers",
    ],
  ];
}

/** What its columns need. */
export function columnImports({ preparation: { features } }: TrainedNetwork): Section {
  return features?.some(isTold) ? ["from datetime import datetime, timedelta"] : [];
}

const isTold = ({ kind, fill, column }: PreparedFeature) =>
  kind !== "number" || fill !== undefined || typeof column === "string";

/** Names of the classes. */
export function classesOf({ preparation: { target } }: TrainedNetwork): Section {
  if (target.task === "regression") return [];
  return printed(list(...target.classes.map(text)), "classes = ");
}

/** Outputs as the target's own unit. @param outputs Python of the first output of each row */
export function inUnits({ preparation: { target } }: TrainedNetwork, outputs: string): string {
  return target.task === "regression" ? `${outputs} * ${target.divisor} + ${target.mean}` : outputs;
}

/** Runs on the validation rows, if data.npz is there. */
export function selfTest({ preparation: { target } }: TrainedNetwork): Section {
  const measured =
    target.task === "classification"
      ? [
          'right = predict(data["x_validation"]).argmax(axis=1) == data["y_validation"]',
          'print(f"validation accuracy {right.mean():.2%}")',
        ]
      : [
          'errors = predict(data["x_validation"]) - data["y_validation"]',
          'print(f"root of the mean squared validation error {(errors**2).mean() ** 0.5:.4g}")',
        ];
  return [
    'if __name__ == "__main__":',
    '    data = np.load("data.npz")',
    ...measured.map((line) => `    ${line}`),
  ];
}

/** Zeros or ones in double precision, for statistics that the weights file brings. */
export function placeholder(make: "zeros" | "ones", sides: readonly number[]): Python {
  return call(`torch.${make}`, sides, { dtype: "torch.float64" });
}
