import { columnKey } from "../../src/data/table/kind";
import type { ColumnChoice, ColumnRole, FeatureKind } from "../../src/fields/table";
import { useExperiment } from "../state/useExperiment";
import { useSource } from "./useSource";

/** Changes what the columns of a table are. */
export function useColumns() {
  const { draft } = useExperiment();
  const { change } = useSource();

  function setColumn(number: number, changed: Partial<ColumnChoice>): void {
    const { data } = draft;
    if (data.source !== "table" || !data.columns) return;
    change(
      "columns",
      data.columns.map((column, place) => (place === number - 1 ? { ...column, ...changed } : column)),
    );
  }

  /** @param number of the column, from 1 @param kind that it then has as a feature */
  function setRole(number: number, role: ColumnRole, kind?: FeatureKind): void {
    const { data } = draft;
    if (data.source !== "table") return;
    const column = data.columns?.[number - 1];
    if (!column) return;
    // What was the target before becomes something else, and the task may be another.
    if (role === "target") change("target", columnKey(column, number));
    else setColumn(number, { role, ...(role === "feature" && kind && { kind }) });
  }

  return { setRole, setKind: (number: number, kind: FeatureKind) => setColumn(number, { kind }) };
}
