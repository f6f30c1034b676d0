import { z } from "zod";
import type { FailureParameters, Fault } from "../messages/failure";
import type { ProblemCode } from "../messages/problems.en";
import { nearest } from "../messages/nearest";
import { valueText } from "../messages/value-text";
import { isFileField } from "../data/kinds";
import { residual } from "../nn/layers/kinds";
import type { LayerNote } from "../nn/layers/layer-kind";
import { layerPath, type PlacedLayer } from "../nn/network";

/** Makes a fault whose code is one of src/messages. */
export function fault(path: string, code: ProblemCode, parameters: FailureParameters = {}): Fault {
  return { path, code, parameters };
}

/** A problem of the layer at this place. */
export function faultOfLayer(place: PlacedLayer["place"], { field, code, parameters }: LayerNote): Fault {
  return fault(`${layerPath(place)}${field === undefined ? "" : `.${field}`}`, code, parameters);
}

/** "network.layers[3].rate"; a key that would not read well is cut and quoted: `data["my field"]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_]\w{0,59}$/.test(name)) return `${text}[${valueText(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/** Parses with a schema. The schema library's problems become the lab's own codes here and nowhere else, one a place. */
export function faultsOfSchema<T>(
  schema: z.ZodType<T>,
  document: unknown,
): { value: T | null; faults: Fault[] } {
  const parsed = schema.safeParse(document, {
    reportInput: true,
    // zod's finished issue no longer tells which fields the object has; its message carries them to `unknownFields`.
    error: (issue) =>
      issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject
        ? Object.keys(issue.inst.shape).join(" ")
        : undefined,
  });
  if (parsed.success) return { value: parsed.data, faults: [] };
  const byPlace = new Map<string, Fault>();
  for (const found of parsed.error.issues.flatMap(faultsOfIssue)) byPlace.set(found.path, found);
  return { value: null, faults: [...byPlace.values()] };
}

function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  const path = pathText(issue.path);
  const value = valueText(issue.input);
  switch (issue.code) {
    case "invalid_type":
      return [wrongType(issue, path, value)];
    case "too_big":
    case "too_small":
      return [outOfRange(issue, path, value)];
    case "unrecognized_keys":
      return unknownFields(issue);
    case "invalid_value":
      return [unknownChoice(issue, issue.input, issue.values.map(String))];
    case "invalid_union":
      return [unionFault(issue, path, value)];
    // No document's schema makes these; requests of the window have formats.
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return [fault(path, "notAllowed", { value })];
  }
}

const typeCodes: Record<string, ProblemCode> = {
  number: "notNumber",
  int: "notWholeNumber",
  string: "notText",
  boolean: "notBoolean",
  array: "notList",
  object: "notObject",
  record: "notObject",
};

function wrongType(issue: z.core.$ZodIssueInvalidType, path: string, value: string | number): Fault {
  if (issue.input === undefined) return fault(path, "missingField");
  return fault(path, typeCodes[issue.expected] ?? "notAllowed", { value });
}

/** What a list should hold at least one of. */
const emptyLists: Record<string, ProblemCode> = {
  layers: "layersEmpty",
  variants: "variantsEmpty",
  seeds: "seedsEmpty",
};

function outOfRange(
  issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall,
  path: string,
  value: string | number,
): Fault {
  const above = issue.code === "too_big";
  const limit = Number(above ? issue.maximum : issue.minimum);
  // Presets leave files empty for the person to fill.
  if (issue.input === "" && isFileField(issue.path.at(-1))) return fault(path, "fileNotChosen");
  if (issue.origin === "string") return fault(path, above ? "textTooLong" : "textEmpty", { limit });
  if (issue.origin === "array")
    return above
      ? fault(path, "listTooLong", { limit })
      : fault(path, emptyLists[String(issue.path.at(-1))] ?? "listEmpty");
  if (above && !issue.inclusive && issue.path.at(-1) === "rate") {
    return fault(path, "rateNotBelowOne", { value, limit });
  }
  if (above) return fault(path, issue.inclusive ? "numberTooBig" : "numberNotBelow", { value, limit });
  return fault(path, issue.inclusive ? "numberTooSmall" : "numberNotAbove", { value, limit });
}

/** A person corrects a few; thousands are no document of ours, and each would be compared with all names. */
const toldFields = 20;

function unknownFields(issue: z.core.$ZodIssueUnrecognizedKeys): Fault[] {
  const allowed = issue.message.split(" ");
  return issue.keys.slice(0, toldFields).map((key) => {
    const path = pathText([...issue.path, key]);
    const near = nearest(key, allowed);
    const field = valueText(key);
    return near === null
      ? fault(path, "unknownField", { field, allowed: allowed.join(", ") })
      : fault(path, "unknownFieldNear", { field, nearest: near, allowed: allowed.join(", ") });
  });
}

function unknownChoice(issue: z.core.$ZodIssue, input: unknown, choices: readonly string[]): Fault {
  const path = pathText(issue.path);
  const allowed = choices.join(", ");
  if (input === undefined) return fault(path, "missingChoice", { allowed });
  const near = typeof input === "string" ? nearest(input, choices) : null;
  const value = valueText(input);
  return near === null
    ? fault(path, "unknownChoice", { value, allowed })
    : fault(path, "unknownChoiceNear", { value, nearest: near, allowed });
}

function unionFault(issue: z.core.$ZodIssueInvalidUnion, path: string, value: string | number): Fault {
  const { discriminator } = issue;
  if (discriminator === undefined) {
    if (issue.input === undefined) return fault(path, "missingField");
    // A CSV file's target column, or a parameter of a run's failure.
    return fault(path, issue.path.at(-1) === "target" ? "notColumn" : "notTextOrNumber", { value });
  }
  const given = (issue.input as Record<string, unknown>)[discriminator];
  const choices = "options" in issue ? (issue.options as unknown[]).map(String) : [];
  // Of the layers, a block holds all but blocks.
  if (given === residual.schema.shape.type.value && issue.path.at(-3) === "layers")
    return fault(pathText(issue.path), "blockInBlock");
  return unknownChoice(issue, given, choices);
}
