import type { Failure } from "../experiment/result";
import { type FailureCode, failuresEn } from "./failures.en";

export type FailureParameters = Record<string, string | number>;

/** The one error class of the lab: a code with parameters, so that every interface can say it in its language. */
export class LabError extends Error {
  override readonly name = "LabError";

  constructor(
    readonly code: FailureCode,
    readonly parameters: FailureParameters = {},
    options?: ErrorOptions,
  ) {
    super(fill(failuresEn[code], parameters), options);
  }
}

/** Fills the {placeholders} of a sentence. */
export function fill(sentence: string, parameters: FailureParameters): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, key: string) =>
    withoutOverrides(String(parameters[key] ?? placeholder)),
  );
}

/**
 * A name must not change the writing direction of the text behind it, numbers included: the characters that do so
 * (Unicode's bidirectional embeddings, overrides and isolates) become U+FFFD.
 */
export function withoutOverrides(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(failuresEn, code);
}

/** Any thrown value as a failure that can cross a process border. */
export function failureOf(error: unknown): Failure {
  if (error instanceof LabError) return { code: error.code, parameters: error.parameters };
  return {
    code: "unexpected",
    parameters: { detail: error instanceof Error ? error.message : String(error) },
  };
}

/** The parameter that names the variant which a fault or warning comes from, where its place does not tell. */
export const ofVariant = "ofVariant";

const emptyLists: Partial<Record<string, FailureCode>> = {
  layers: "layersEmpty",
  variants: "variantsEmpty",
  seeds: "seedsEmpty",
};

/** Names what an empty list should hold. */
function wordsFor(code: FailureCode, { list }: FailureParameters): FailureCode {
  return (code === "listEmpty" && emptyLists[String(list)]) || code;
}

/** The sentence of a failure in one language; a variant to blame is named first. */
export function sentenceOf(
  sentences: Readonly<Record<FailureCode, string>>,
  code: FailureCode,
  parameters: FailureParameters,
): string {
  const sentence = fill(sentences[wordsFor(code, parameters)], parameters);
  const variant = parameters[ofVariant];
  return variant === undefined ? sentence : fill(sentences.variantMeant, { variant, sentence });
}

/** A failure from another process or from the store, to be thrown here. */
export function errorOf({ code, parameters }: Failure): LabError {
  return isFailureCode(code)
    ? new LabError(code, parameters)
    : new LabError("unexpected", { detail: `${code} ${JSON.stringify(parameters)}` });
}

/** The failure as an English sentence. */
export function sayFailure({ code, parameters }: Failure): string {
  return isFailureCode(code)
    ? sentenceOf(failuresEn, code, parameters)
    : fill(`${code} {detail}`, parameters);
}
