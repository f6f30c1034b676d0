import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sayOfTable } from "../messages/table";
import type { TableDescription } from "./description";
import { readTable, type ReadOptions } from "./read-table";

/** For tests only: how the lab reads a file of this content. */
export async function readText(
  content: string | Uint8Array,
  options: ReadOptions & { readonly file?: string } = {},
): Promise<TableDescription> {
  const { file = "table.csv", ...others } = options;
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  try {
    const path = join(folder, file);
    writeFileSync(path, content);
    return await readTable(path, others);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is wrong with it, as people read it. */
export function errorsOf({ problems }: TableDescription): string[] {
  return problems.filter(({ level }) => level === "error").map((problem) => sayOfTable(problem, "en"));
}

/** Lines of a table from what each row holds. */
export function lines(count: number, row: (index: number) => string, end = "\n"): string {
  return Array.from({ length: count }, (_, index) => row(index) + end).join("");
}
