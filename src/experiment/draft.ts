import { z } from "zod";
import type { Fault } from "../messages/failure";
import { type ChosenField, chosenFields, type DataConfig, dataSchema, isFileField } from "../data/kinds";
import { type Check, checkExperiment } from "./check";
import { faultsOfSchema } from "./faults";
import { type DataShape, type Experiment, experimentSchema } from "./schema";

type DraftOf<Data> = Data extends DataConfig
  ? Omit<Data, ChosenField> & Partial<Pick<Data, ChosenField & keyof Data>>
  : never;
export type DraftData = DraftOf<DataConfig>;

/** A document that is still being edited: an experiment in which files and target may be absent. */
export type Draft = Omit<Experiment, "data"> & { data: DraftData };

const draftDataSchema = z.discriminatedUnion(
  "source",
  dataSchema.options.map((option) => {
    const own = chosenFields.filter((field) => field in option.shape);
    return (option as z.ZodObject).partial(Object.fromEntries(own.map((field) => [field, true])) as never);
  }) as unknown as typeof dataSchema.options,
) as unknown as z.ZodType<DraftData>;

const draftSchema = experimentSchema.extend({ data: draftDataSchema });

/** A document with every default filled in. A field that is empty, as presets have it, is not chosen yet. */
export function draftOf(document: { readonly data: object }): Draft {
  return draftSchema.parse({ ...document, data: draftDataOf(document.data) });
}

/** What a person may type into the fields and correct later. */
const typed = new Set([
  ...[
    "numberTooSmall",
    "numberTooBig",
    "numberNotAbove",
    "numberNotBelow",
    "rateNotBelowOne",
    "notWholeNumber",
  ],
  ...["textEmpty", "textTooLong", "layersEmpty", "variantsEmpty", "seedsEmpty", "listTooLong"],
]);

/** A draft that a window kept, with the faults that a person left in it; null if it is no draft of this format. */
export function keptDraftOf(document: { readonly data: object }): Draft | null {
  const whole = { ...document, data: chosenOf(document.data) };
  const { value, faults } = faultsOfSchema<Draft>(draftSchema, whole);
  return value ?? (faults.every(({ code }) => typed.has(code)) ? (whole as Draft) : null);
}

/** Like `draftOf`, for the data alone. */
export function draftDataOf(data: object): DraftData {
  return draftDataSchema.parse(chosenOf(data));
}

/** The data without files and targets that are empty. */
function chosenOf(data: object): object {
  const isEmpty = ([field, value]: [string, unknown]) =>
    chosenFields.some((each) => each === field) && value === "";
  return Object.fromEntries(Object.entries(data).filter((entry) => !isEmpty(entry)));
}

/** The draft without its files: file references are valid only while main runs. */
export function withoutFiles(draft: Draft): Draft {
  const data = Object.entries(draft.data).filter(([field]) => !isFileField(field));
  return { ...draft, data: Object.fromEntries(data) as DraftData };
}

/** The draft's experiment, or all problems in the way; a file that is not chosen yet is one of them. */
export function checkDraft(draft: Draft, shape?: DataShape): Check {
  const check = checkExperiment(draft, shape);
  return { ...check, faults: check.faults.map(asNotChosen) };
}

function asNotChosen(fault: Fault): Fault {
  const isFile = fault.path.startsWith("data.") && isFileField(fault.path.slice("data.".length));
  return isFile && fault.code === "missingField"
    ? { ...fault, code: "fileNotChosen", parameters: {} }
    : fault;
}
