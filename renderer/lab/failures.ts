import { h, ref } from "vue";
import {
  type Failure,
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
import { notify } from "../notice";
import ShortMessage from "./ShortMessage.vue";
import { isLong } from "./short";

const sentences = { en: failuresEn, ko: failuresKo };
/** Parameters that hold the name of an experiment or a variant. */
const namedParameters = ["name", "variant", "twin", ofVariant];

/** A failure, problem or warning as a sentence in the interface's language. */
export function say(failure: Failure): string {
  const known = sentences[language.value];
  const { code, faults } = failure;
  if (!isFailureCode(code)) return fill(known.unexpected, { detail: code });
  const shown = withShownNames(failure);
  return sentenceOf(known, code, faults ? { ...shown, faults: faults.map(withShownNames) } : shown);
}

function withShownNames<Said extends Failure>(failure: Said): Said {
  const parameters: FailureParameters = { ...failure.parameters };
  for (const key of namedParameters) {
    const name = parameters[key];
    if (typeof name === "string") parameters[key] = shownName(name);
  }
  return { ...failure, parameters };
}

/** The message that the person wants to read in full; FailureDetails.vue shows it. */
export const details = ref<string | null>(null);

/** Shows a failure in at most three lines, with the full text behind a button. */
export function showFailure(failure: Failure, type: "error" | "warning" = "error"): void {
  showText(say(failure), type);
}

export function showText(text: string, type: "error" | "warning" = "error"): void {
  const message = isLong(text) ? () => h(ShortMessage, { text, onMore: () => (details.value = text) }) : text;
  notify({ type, message, duration: 10_000, grouping: !isLong(text) });
}

/** Runs an action that the lab may refuse; then it tells the person why. Returns `undefined` after a refusal. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    showFailure(failureOf(error));
    return undefined;
  }
}
