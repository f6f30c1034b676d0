import { basename, extname, resolve } from "node:path";
import { dataSchema } from "../data/kinds";
import { tableEndings, type TableFacts } from "../data/table/kind";
import { type TableWishes, tableFacts } from "../data/table/facts";
import type { Look } from "./look";
import { withReadingLine } from "./reading-line";
import { experimentForTable } from "../experiment/for-table";
import { withTestCount } from "../data/usual";
import type { Division } from "../fields/division";
import { errorOf } from "../messages/failure";
import { dividedText, wayText } from "./divided-text";
import type { ExperimentInput } from "../experiment/schema";
import type { ClaimId } from "../literature/claims";
import { claimOnTable } from "../literature/own-table";
import type { TableFindings } from "../fields/table";
import { sayOfTable } from "../messages/table";
import type { TableTextCode } from "../messages/table.en";

export function isTable(file: string): boolean {
  return tableEndings.some((ending) => file.toLowerCase().replace(/\.gz$/, "").endsWith(`.${ending}`));
}

/**
 * An experiment for a table, and the choices that the lab made.
 * @throws LabError with all problems of the table, and those of reading a file
 */
export async function documentForTable(
  file: string,
  {
    target,
    task,
    division: way,
    group,
    test,
    claim,
  }: TableWishes & { readonly test?: number; readonly claim?: ClaimId },
  look: Look,
): Promise<{ document: ExperimentInput; decided: string }> {
  const wishes = {
    ...(target !== undefined && { target }),
    ...(task && { task }),
    ...(way && { division: way }),
    ...(group !== undefined && { group }),
  };
  const { facts: found, findings } = await withReadingLine(file, (tell) =>
    tableFacts(resolve(file), wishes, (config) => look(config, tell)),
  );
  const facts = { ...found, usual: asWished(found.usual, { division: way, test }) };
  const first = experimentForTable(basename(file, extname(file)) || "table", facts);
  const document = claim ? claimOnTable(claim, first.data) : first;
  const { divided, failure } = await look(dataSchema.parse(document.data));
  if (failure) throw errorOf(failure);
  const { division } = facts.usual;
  const { training, seeds } = document;
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
    `of ${facts.rows} rows ${wayText(divided!, division)}${way ? "" : " (--division says otherwise)"}`,
    ...(findings.rowsLeftOut > 0 ? [`${findings.rowsLeftOut} rows left out because of gaps`] : []),
    `${claim ? `the network of ${claim}` : "two hidden layers"}, ${training?.epochs} epochs, ${seeds?.length} seeds`,
  ];
  return {
    document,
    decided: `Decided: ${told.join("; ")}.\n${dividedText(divided!, division)}${warnings(findings)}`,
  };
}

/** The usual division of rows, but for what a person wishes. */
export function asWished(
  usual: TableFacts["usual"],
  { division, test }: { readonly division?: Division | undefined; readonly test?: number | undefined },
): TableFacts["usual"] {
  const counts = test === undefined ? usual : withTestCount(usual, test);
  return { ...counts, division: division ?? usual.division };
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
