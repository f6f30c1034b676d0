import Table from "cli-table3";
import type { HiddenLayer, RunSummary, Units } from "../contract/contract";
import { layerNumber } from "../nn/network";
import { plainTable, tableText } from "./lists";

const short = (value: number): string => value.toPrecision(4);
const share = (value: number): string => `${(100 * value).toFixed(1)}%`;

/** What `lab inside --units` prints. */
export function unitsText({ variant, seed, id }: RunSummary, { epoch, rows, of, layers }: Units): string {
  const which = rows === of ? `all ${rows} validation rows` : `the first ${rows} of ${of} validation rows`;
  const head = `${variant}, seed ${seed} (run ${id})
weights after epoch ${epoch}, ${which}, eval mode

`;
  if (layers.length === 0) return `${head}this network has no hidden layer\n`;
  const table = new Table({
    ...plainTable,
    head: ["layer", "units", "mean activation", "= 0", "<= 0", "dead", "weight norms", "mean |r|"],
  });
  for (const { place, units, mean, zero, notPositive, dead, norms, correlations } of layers) {
    const average = norms.reduce((sum, norm) => sum + norm, 0) / norms.length;
    const span = `${short(average)} (${short(Math.min(...norms))} to ${short(Math.max(...norms))})`;
    table.push([
      ...[layerNumber(place), String(units), short(mean), share(zero), share(notPositive), String(dead)],
      ...[span, correlations.mean === null ? "–" : short(correlations.mean)],
    ]);
  }
  return `${head}${tableText(table)}\n\n${layers.map(leftOut).join("")}= 0: share of activations that are exactly 0; dead: units that are 0 for every row
weight norms: L2 norm of each unit's incoming weights, mean (least to largest)
mean |r|: Pearson's correlation over all pairs of units that vary
`;
}

function leftOut({ place, units, correlations: { used, constant } }: HiddenLayer): string {
  const first = used < units ? [`the first ${used} of ${units} units are correlated`] : [];
  const still = constant > 0 ? [`${constant} units never vary and are left out`] : [];
  const notes = [...first, ...still];
  return notes.length > 0 ? `layer ${layerNumber(place)}: ${notes.join(", ")}\n` : "";
}
