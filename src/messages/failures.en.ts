/**
 * Every named fault, warning and failure in English, by code; {placeholders} are filled from its parameters.
 * One sentence: what happened and what to do next. The Korean twin is typed by this file, so none can be missing.
 */
export const failuresEn = {
  unexpected: "Something unexpected went wrong: {detail}",
} as const;

export type FailureCode = keyof typeof failuresEn;
