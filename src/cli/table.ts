import { basename, extname, resolve } from "node:path";
import { tableEndings } from "../data/table/kind";
import { type TableWishes, tableFacts } from "../data/table/facts";
import { withReadingLine } from "./reading-line";
import { experimentForTable } from "../experiment/for-table";
import type { ExperimentInput } from "../experiment/schema";
import type { TableFindings } from "../fields/table";
import { sayOfTable } from "../messages/table";
import type { TableTextCode } from "../messages/table.en";

export function isTable(file: string): boolean {
  return tableEndings.some((ending) => file.toLowerCase().endsWith(`.${ending}`));
}

/**
 * An experiment for a table, and the choices that the lab made.
 * @throws LabError with all problems of the table, and those of reading a file
 */
export async function documentForTable(
  file: string,
  { target, task }: TableWishes,
): Promise<{ document: ExperimentInput; decided: string }> {
  const wishes = { ...(target !== undefined && { target }), ...(task && { task }) };
  const { facts, findings } = await withReadingLine(file, (tell) => tableFacts(resolve(file), wishes, tell));
  const document = experimentForTable(basename(file, extname(file)) || "table", facts);
  const { data, training, seeds } = document;
  const kind =
    facts.task === "regression"
      ? `regression of ${facts.target}`
      : `classification of ${facts.target}, ${facts.outputs} classes`;
  const others = [
    ...(target === undefined ? ["--target"] : []),
    ...(task === undefined ? ["--task"] : []),
  ].join(" and ");
  const features = facts.columns.filter(({ role }) => role === "feature").length;
  const told = [
    `${kind}${others === "" ? "" : ` (${others} ${others.includes("and") ? "say" : "says"} otherwise)`}, from ${features} columns`,
    ...leftOut(findings),
    `${data.train} rows to train with and ${data.validation} to validate with, of ${facts.rows}`,
    ...(findings.rowsLeftOut > 0 ? [`${findings.rowsLeftOut} rows left out because of gaps`] : []),
    `two hidden layers, ${training?.epochs} epochs, ${seeds?.length} seeds`,
  ];
  return { document, decided: `Decided: ${told.join("; ")}.\n${warnings(findings)}` };
}

/** More columns are too many to read: lab data lists them. */
const mostNamed = 5;

function leftOut({ columns }: TableFindings): string[] {
  const out = columns.filter(({ role }) => role === "left out");
  if (out.length === 0) return [];
  const named = out.slice(0, mostNamed).map(({ name, number, reason }) => {
    const why = sayOfTable({ ...reason, code: reason.code as TableTextCode }, "en");
    return `${name || number} (${why})`;
  });
  return [`left out: ${named.join(", ")}${out.length > mostNamed ? " …" : ""}`];
}

function warnings({ problems }: TableFindings): string {
  const told = problems.filter(({ level }) => level === "warning");
  return told
    .map((problem) => `warning: ${sayOfTable({ ...problem, code: problem.code as TableTextCode }, "en")}\n`)
    .join("");
}
