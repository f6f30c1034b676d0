import Table from "cli-table3";
import { jsonText } from "../documents/documents";
import { allMasks, fullOutput, type LinearUnit, scaledUnits, type Scaling } from "../exact/linear-unit";
import { plainTable, tableText } from "./lists";

/** The textbook's example. */
export const fourInputs = [1, 2, 3, 4];
export const fourWeights = [0.4, 0.3, -0.2, 0.4];

export interface FourFlags {
  readonly inputs: number[];
  readonly weights: number[];
  readonly json?: true;
}

const names: Record<Scaling, string> = {
  none: "no scaling",
  timesRate: "× p at inference",
  classic: "× (1 - p) at inference",
  inverted: "inverted: × 1/(1 - p) in training",
};
const short = (value: number): string => String(Number(value.toPrecision(7)));

/** What `lab four` prints: a linear unit over all masks of its inputs, and which scaling keeps the mean. */
export function fourText(rate: number, { inputs, weights, json }: FourFlags): string {
  const unit: LinearUnit = { inputs, weights };
  const [masks, scaled] = [allMasks(unit, rate), scaledUnits(unit, rate)];
  if (json) return jsonText({ rate, inputs, weights, full: fullOutput(unit), masks, scalings: scaled });
  const drawn = new Table({
    ...plainTable,
    head: ["mask", "probability", "output, not scaled", "output, inverted"],
  });
  for (const { kept, probability, output, inverted } of masks) {
    const mask = kept.map((isKept) => (isKept ? "1" : "0")).join("");
    drawn.push([mask, short(probability), short(output), short(inverted)]);
  }
  const means = new Table({
    ...plainTable,
    head: ["scaling", "training: mean", "SD", "inference", "mean kept"],
  });
  for (const { scaling, mean, deviation, inference, keepsMean } of scaled) {
    means.push([names[scaling], short(mean), short(deviation), short(inference), keepsMean ? "yes" : "no"]);
  }
  return `y = ${weights.map((weight, place) => `${weight} · ${inputs[place]!}`).join(" + ")} = ${short(fullOutput(unit))}; p = ${rate}

${tableText(drawn)}

${tableText(means)}
`;
}
