import type { Language } from "./language";
import { literatureEn, literatureWordsEn } from "./literature.en";
import { literatureKo, literatureWordsKo } from "./literature.ko";

/** What claims of the literature say, and the words around them, in each language. */
export const literatureTexts = {
  en: { claims: literatureEn, words: literatureWordsEn },
  ko: { claims: literatureKo, words: literatureWordsKo },
} as const satisfies Record<Language, unknown>;
