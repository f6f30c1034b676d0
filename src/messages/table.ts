import { fill, type FailureParameters } from "./failure";
import type { Language } from "./language";
import { tableEn, type TableTextCode } from "./table.en";
import { tableKo } from "./table.ko";

const texts = { en: tableEn, ko: tableKo } as const satisfies Record<Language, unknown>;

/** What the lab tells about a table, in a language. */
export function sayOfTable(
  { code, parameters }: { readonly code: TableTextCode; readonly parameters: FailureParameters },
  language: Language,
): string {
  return fill(texts[language][code], parameters);
}
