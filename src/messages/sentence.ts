import { fill, type FailureParameters } from "./failure";
import { sentencesEn, type SentenceCode } from "./sentences.en";
import { sentencesKo } from "./sentences.ko";

/** Something that runs show (src/analysis/facts.ts), to be said by a sentence. */
export interface Fact {
  readonly code: SentenceCode;
  readonly parameters: FailureParameters;
}

export type Language = keyof typeof sentences;

const sentences = { en: sentencesEn, ko: sentencesKo } as const;

export function sayFact({ code, parameters }: Fact, language: Language): string {
  return fill(sentences[language][code], parameters);
}
