import Table from "cli-table3";
import type { RunSummary, SamplePasses } from "../contract/contract";
import { plainTable, tableText } from "./lists";

const short = (value: number): string => value.toPrecision(4);

/** What `lab inside --passes --row` prints. */
export function sampleText({ variant, seed, id }: RunSummary, sample: SamplePasses): string {
  const { epoch, row, rows, passes, classification, regression } = sample;
  const head = `${variant}, seed ${seed} (run ${id})
weights after epoch ${epoch}, validation sample ${row + 1} of ${rows}, ${passes} passes with dropout on
`;
  if (classification) return `${head}${classesText(classification, passes)}`;
  return `${head}${valueText(regression!)}`;
}

function classesText(told: NonNullable<SamplePasses["classification"]>, passes: number): string {
  const { classes, target, entropy, mutualInformation, shown } = told;
  const table = new Table({
    ...plainTable,
    head: ["class", "eval mode", "average", "SD over passes", "predicted by"],
  });
  for (const { number, eval: evaluated, mean, sd, votes } of shown) {
    table.push([
      classes[number]!,
      short(evaluated),
      short(mean),
      short(sd),
      `${votes} of ${passes} ${passes === 1 ? "pass" : "passes"}`,
    ]);
  }
  const others = classes.length - shown.length;
  return `true class ${classes[target]!}

${tableText(table)}
${others > 0 ? `and ${others} less likely ${others === 1 ? "class" : "classes"}\n` : ""}
predictive entropy ${short(entropy)} nats, of which the passes disagree about ${short(mutualInformation)} (mutual information)
`;
}

function valueText(told: NonNullable<SamplePasses["regression"]>): string {
  const { target, eval: evaluated, mean, sd, passes } = told;
  return `true value ${short(target)}

eval mode ${short(evaluated)}
average ${short(mean)}, SD over the passes ${short(sd)}, from ${short(Math.min(...passes))} to ${short(Math.max(...passes))}
`;
}
