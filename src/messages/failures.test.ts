import { expect, test } from "vitest";
import { type FailureCode, failuresEn } from "./failures.en";
import { failuresKo } from "./failures.ko";
import { failuresTerminal } from "./failures.terminal";

const codes = Object.keys(failuresEn) as FailureCode[];
/** Met in the window alone, or in a browser: the gate, dialogs, uploads and updates say them. */
const windowOnly = new Set<FailureCode>([
  "fileNotGiven",
  "tooManyRequests",
  "dialogOpen",
  "senderRefused",
  "unknownVerb",
  "badRequest",
  "chartRefused",
  "updatesNotReached",
  "updateNotDownloaded",
  "updateRefused",
  "updateNotInstalled",
  "noSuchUpload",
  "uploadName",
  "uploadBroken",
]);

test.each(codes.filter((code) => !windowOnly.has(code)))("%s speaks of no window in the terminal", (code) => {
  const sentence = failuresTerminal[code] ?? failuresEn[code];
  expect(sentence).not.toMatch(
    /\b(choose|click|button|dialog|menu|load the list|in the window|History|drop it)\b/i,
  );
});

test.each(codes)("%s speaks of no command in the window", (code) => {
  for (const sentence of [failuresEn[code], failuresKo[code]]) {
    expect(sentence).not.toMatch(
      /`lab |\blab (store|runs|run|resume|doctor|export|import|check|new)\b(?!.s)|--\w|terminal: /,
    );
  }
});

test.each(codes)("%s needs no Korean particle that follows the sound of a value", (code) => {
  expect(failuresKo[code]).not.toMatch(
    /\}[”"]?(으?로|을|를|은|는|이|가|과|와|이?여야|이어야|이?라)(?![가-힣])/,
  );
});

test("each place fills the same values in", () => {
  const placeholders = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  for (const code of codes) {
    const known = placeholders(failuresEn[code]);
    expect(new Set(placeholders(failuresKo[code])), code).toEqual(new Set(known));
  }
});
