import { fileFieldsOf } from "../../src/data/kinds";
import type { DraftData } from "../../src/experiment/draft";
import { isGivenName } from "../../src/messages/given-names";

/** Endings of files with data, also two of them: "wine.csv.gz". */
const ending =
  /(?:\.(?:csv|tsv|tab|txt|data|dat|jsonl?|ndjson|parquet|xls[xm]|arff|npz|npy|zip|gz|svm|libsvm|svmlight))+$/i;
const mostLetters = 200;

/** The first file of the data without its folder and ending; null where none is chosen. */
function nameOfFile(data: DraftData): string | null {
  const values = data as unknown as Record<string, unknown>;
  const [file] = fileFieldsOf(data.source).flatMap(({ key }) => values[key] ?? []);
  if (typeof file !== "string") return null;
  const last = file.split(/[\\/]/).filter(Boolean).at(-1) ?? "";
  return last.replace(ending, "").slice(0, mostLetters) || null;
}

/** An experiment's name after its files have changed: theirs, unless a person has typed one. */
export function followedName(name: string, before: DraftData, after: DraftData): string {
  const isOurs = isGivenName(name) || name === nameOfFile(before);
  return (isOurs && nameOfFile(after)) || name;
}
