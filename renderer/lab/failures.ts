import { ElMessage } from "element-plus";
import type { Failure } from "../../src/experiment/result";
import { failureOf, fill, isFailureCode, sentenceOf } from "../../src/messages/failure";
import { failuresEn } from "../../src/messages/failures.en";
import { failuresKo } from "../../src/messages/failures.ko";
import { language } from "../i18n";

const sentences = { en: failuresEn, ko: failuresKo };

/** A failure, fault or warning as a sentence in the interface's language. */
export function say({ code, parameters }: Failure): string {
  const known = sentences[language.value];
  return isFailureCode(code) ? sentenceOf(known, code, parameters) : fill(known.unexpected, { detail: code });
}

/** Does something that the lab may refuse; the person is told why. `undefined` means that it was refused. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    ElMessage({
      type: "error",
      message: say(failureOf(error)),
      duration: 10_000,
      showClose: true,
      grouping: true,
    });
    return undefined;
  }
}
