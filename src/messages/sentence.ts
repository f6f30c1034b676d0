import type { Fact } from "../analysis/facts";
import { fill } from "./failure";
import { sentencesEn } from "./sentences.en";
import { sentencesKo } from "./sentences.ko";

export const sentences = { en: sentencesEn, ko: sentencesKo } as const;

/** A fact as a plain sentence. */
export function sayFact({ code, parameters }: Fact, language: keyof typeof sentences): string {
  return fill(sentences[language][code], parameters);
}
