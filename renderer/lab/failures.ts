import { ElMessage } from "element-plus";
import type { Failure } from "../../src/experiment/result";
import {
  failureOf,
  type FailureParameters,
  fill,
  isFailureCode,
  ofVariant,
  sentenceOf,
} from "../../src/messages/failure";
import { failuresEn } from "../../src/messages/failures.en";
import { failuresKo } from "../../src/messages/failures.ko";
import { language } from "../i18n";
import { shownName } from "../names";

const sentences = { en: failuresEn, ko: failuresKo };
/** Parameters that hold the name of an experiment or a variant. */
const namedParameters = ["name", "variant", "twin", ofVariant];

/** A failure, fault or warning as a sentence in the interface's language. */
export function say({ code, parameters }: Failure): string {
  const known = sentences[language.value];
  if (!isFailureCode(code)) return fill(known.unexpected, { detail: code });
  const shown: FailureParameters = { ...parameters };
  for (const key of namedParameters) {
    const name = parameters[key];
    if (typeof name === "string") shown[key] = shownName(name);
  }
  return sentenceOf(known, code, shown);
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
