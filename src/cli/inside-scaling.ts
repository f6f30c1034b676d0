import Table from "cli-table3";
import type { RunSummary, Scalings } from "../contract/contract";
import { dropoutScalings } from "../nn/layers/dropout/scalings";
import { layerNumber } from "../nn/network";
import { plainTable, tableText } from "./lists";

const short = (value: number): string => value.toPrecision(4);

/** What `lab inside --scaling` prints. */
export function scalingText({ variant, seed, id }: RunSummary, scalings: Scalings): string {
  const { epoch, rows, passes, isMatched, layers } = scalings;
  const table = new Table({
    ...plainTable,
    head: ["layer", "units", "scaling", "training: mean", "SD", "eval mode: mean", "SD"],
  });
  for (const { place, units, ...measured } of layers) {
    for (const scaling of dropoutScalings) {
      const { training, inference } = measured[scaling];
      table.push([
        ...[layerNumber(place), String(units), scaling],
        ...[training, inference].flatMap(({ mean, deviation }) => [short(mean), short(deviation)]),
      ]);
    }
  }
  return `${variant}, seed ${seed} (run ${id})
weights after epoch ${epoch}, pre-activations of ${rows} validation rows, ${passes} masks, the same for each scaling

${tableText(table)}

${isMatched ? "" : "a dropout layer is not right before a dense layer: no weights can take over its factor, so training differs too\n"}`;
}
