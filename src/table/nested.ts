import type { Column, Problem, Told } from "./description";
import { namesOf } from "./names";
import type { ToldColumn } from "./opened";

/** Cells that hold more than one value, or none that a text can show. */
export type Nesting = "isNumberList" | "isBytes" | "isNested";

/** What is told of a column of such cells: it can only be left out. */
export function toldNested(code: Nesting): ToldColumn {
  return { kind: "text", role: "left out", reason: { code, parameters: {} } };
}

/** The column of a number in lists that are all of one length. @param place from 0 */
export const listedName = (name: string, place: number): string => `${name}[${place}]`;

export function isNested(reason: Told | undefined): boolean {
  return reason !== undefined && ["isNumberList", "isBytes", "isNested"].includes(reason.code);
}

/** Pixels in a list are what was meant to be learnt; without them a table may be left that teaches something else. */
export function problemsOfNesting(columns: readonly Column[], isDecided: boolean): Problem[] {
  if (isDecided) return [];
  const nested = columns.filter(({ reason }) => isNested(reason));
  const lists = nested.filter(({ reason }) => reason.code !== "isNested");
  const others = nested.filter(({ reason }) => reason.code === "isNested");
  const problems: Problem[] = [];
  if (lists.length > 0) {
    problems.push({ level: "error", code: "numberLists", parameters: { names: namesOf(lists) } });
  }
  if (others.length > 0) {
    problems.push({ level: "warning", code: "nestedCells", parameters: { names: namesOf(others) } });
  }
  return problems;
}
