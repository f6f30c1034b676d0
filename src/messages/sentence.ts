import { fill, type FailureParameters } from "./failure";
import { shownName } from "./given-names";
import type { Language } from "./language";
import { sentencesEn, type SentenceCode } from "./sentences.en";
import { sentencesKo } from "./sentences.ko";

/** A finding of an analysis (src/analysis/facts.ts), to be said in a sentence. */
export interface Fact {
  readonly code: SentenceCode;
  /** If a parameter is a list of facts, they are said one after another, with commas between. */
  readonly parameters: Readonly<Record<string, string | number | readonly Fact[]>>;
}

const sentences = { en: sentencesEn, ko: sentencesKo } as const satisfies Record<Language, unknown>;

export function sayFact({ code, parameters }: Fact, language: Language): string {
  const said: FailureParameters = {};
  for (const [name, value] of Object.entries(parameters)) {
    said[name] =
      typeof value === "object"
        ? value.map((inner) => sayFact(inner, language)).join(", ")
        : // Of variants, whose names may be the lab's own; numbers come as texts too, and are no name of it.
          typeof value === "string"
          ? shownName(value, language)
          : value;
  }
  return fill(sentences[language][code], said);
}
