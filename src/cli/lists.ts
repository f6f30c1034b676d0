import Table from "cli-table3";
import { presetIds, presets } from "../experiment/presets";
import type { ExperimentSummary } from "../contract/contract";
import { sayStatuses } from "../messages/statuses";

/** Tables that read well in a terminal and in a file: no colours, no frames. */
export const plainTable = {
  chars: {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
  },
  // Colours would be for terminals only.
  style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
};

/** Without the blanks that pad the last column. */
export function tableText(table: InstanceType<typeof Table>): string {
  return table.toString().replace(/ +$/gm, "");
}

export function presetsText(): string {
  const table = new Table({ ...plainTable });
  for (const id of presetIds) table.push([id, presets[id].description]);
  return `${tableText(table)}\n`;
}

/** One line per experiment, newest first. */
export function experimentsText(experiments: readonly ExperimentSummary[]): string {
  if (experiments.length === 0) return "There are no runs yet: start some with `lab run textbook`.\n";
  const table = new Table({ ...plainTable, head: ["id", "created", "experiment", "runs", "epochs"] });
  for (const { id, created, name, runs } of experiments) {
    const epochs = runs.reduce((sum, run) => sum + run.epochsDone, 0);
    table.push([id, new Date(created).toLocaleString("sv"), name, sayStatuses(runs), epochs]);
  }
  return `${tableText(table)}\n`;
}
