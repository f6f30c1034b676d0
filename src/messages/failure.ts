import { z } from "./zod";
import { type FailureCode, failuresEn } from "./failures.en";
import { withMinus } from "./minus";

/** A named failure: `code` finds the sentence, `parameters` fill its {placeholders}. */
export const failureSchema = z.strictObject({
  code: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** A problem of a document, with its place in it: "network.layers[3].rate". */
export const faultSchema = failureSchema.extend({ path: z.string() });

/** A failure that may be the refusal of a document, with the document's problems. No run fails because of them. */
export const refusalSchema = failureSchema.extend({ faults: z.array(faultSchema).readonly().optional() });

export type Failure = z.infer<typeof refusalSchema>;

/** A failure with its place in the document: "network.layers[3].rate". */
export interface Fault extends Failure {
  readonly path: string;
}

export type FailureParameters = Record<string, string | number>;

/** The one error class of the lab: a code with parameters, so that every interface can say it in its language. */
export class LabError extends Error {
  override readonly name = "LabError";
  /** The problems of a document that was refused. */
  readonly faults: readonly Fault[] | undefined;

  constructor(
    readonly code: FailureCode,
    readonly parameters: FailureParameters = {},
    { faults, ...options }: ErrorOptions & { readonly faults?: readonly Fault[] | undefined } = {},
  ) {
    super(sentenceOf(failuresEn, code, { parameters, faults }), options);
    this.faults = faults;
  }
}

/** The most problems of a document that are told: a person does not read more at once. */
const mostTold = 100;

/** The refusal of a document because of its problems. @param parameters what else the sentence names */
export function refusalFor(
  code: "experimentFaults" | "resultFaults",
  faults: readonly Fault[],
  parameters: FailureParameters = {},
): LabError {
  const rest = faults.length - mostTold;
  const told = { faults: faults.slice(0, mostTold) };
  return new LabError(code, rest > 0 ? { ...parameters, more: rest } : parameters, told);
}

/**
 * Fills the {placeholders} of a sentence; {units|unit|units} is the first word for one and the second for any other number.
 * Only numbers get a minus: a hyphen in a text is one.
 */
export function fill(sentence: string, parameters: FailureParameters): string {
  return sentence.replace(
    /\{(\w+)(?:\|(\w+)\|(\w+))?\}/g,
    (placeholder, key: string, one = "", many = "") => {
      const value = parameters[key] ?? placeholder;
      if (many !== "") return value === 1 ? one : many;
      return typeof value === "number" ? withMinus(String(value)) : withoutOverrides(value);
    },
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
  if (error instanceof LabError) {
    const { code, parameters, faults } = error;
    return { code, parameters, ...(faults && { faults }) };
  }
  return {
    code: "unexpected",
    parameters: { detail: error instanceof Error ? error.message : String(error) },
  };
}

/** The parameter that names the variant which a fault or warning comes from, where its place does not tell. */
export const ofVariant = "ofVariant";

export type Sentences = Readonly<Record<FailureCode, string>>;

/** The sentence of a failure in one language; a variant to blame is named first, a document's problems stand below. */
export function sentenceOf(
  sentences: Sentences,
  code: FailureCode,
  { parameters, faults }: Pick<Failure, "parameters" | "faults">,
): string {
  const filled = faults ? { ...parameters, faults: listOf(sentences, parameters, faults) } : parameters;
  const sentence = fill(sentences[code], filled);
  const variant = parameters[ofVariant];
  return variant === undefined ? sentence : fill(sentences.variantMeant, { variant, sentence });
}

function listOf(sentences: Sentences, parameters: FailureParameters, faults: readonly Fault[]): string {
  const lines = faults.map((fault) => sentenceWithPlace(sentences, fault));
  const { more } = parameters;
  return [...lines, ...(more === undefined ? [] : [fill(sentences.moreProblems, { more })])].join("\n");
}

/** "network.layers[3].rate: 1.2 is not below 1. …": where, what, and the way out. */
export function sentenceWithPlace(sentences: Sentences, fault: Fault): string {
  const sentence = isFailureCode(fault.code) ? sentenceOf(sentences, fault.code, fault) : fault.code;
  return `${fault.path === "" ? sentences.wholeDocument : fault.path}: ${sentence}`;
}

/** A failure from another process or from the store, to be thrown here. */
export function errorOf({ code, parameters, faults }: Failure): LabError {
  return isFailureCode(code)
    ? new LabError(code, parameters, { faults })
    : new LabError("unexpected", { detail: `${code} ${JSON.stringify(parameters)}` });
}

/** The failure as an English sentence. */
export function sayFailure(failure: Failure): string {
  const { code, parameters } = failure;
  return isFailureCode(code) ? sentenceOf(failuresEn, code, failure) : fill(`${code} {detail}`, parameters);
}
