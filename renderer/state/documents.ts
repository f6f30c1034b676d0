import { type PresetId, presetIds, presets } from "../../src/experiment/presets";
import {
  type DataConfig,
  type Experiment,
  type ExperimentInput,
  experimentSchema,
} from "../../src/experiment/schema";

const draftKey = "dropout-lab.draft";
const fileFields = ["path", "images", "labels"] as const;

/**
 * The document with every default filled in. Files that are not chosen yet stay empty, which the schema does not
 * allow.
 */
export function completed(document: ExperimentInput): Experiment {
  const data: Record<string, unknown> = { ...document.data };
  const missing = fileFields.filter((field) => data[field] === "");
  for (const field of missing) data[field] = "not chosen yet";
  const experiment = experimentSchema.parse({ ...document, data });
  return { ...experiment, data: withoutFiles(experiment.data, missing) };
}

/** File references are valid only while main runs, so an older document must ask for its files again. */
function withoutFiles(data: DataConfig, fields: readonly string[]): DataConfig {
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, fields.includes(field) ? "" : value]),
  ) as DataConfig;
}

export function presetDocument(id: PresetId): Experiment {
  return completed(presets[id].document);
}

export function firstDocument(): Experiment {
  return presetDocument("textbook");
}

/** Whether two documents describe the same runs, whatever their names. */
export function sameSetup(one: Experiment, other: Experiment): boolean {
  return JSON.stringify({ ...one, name: "" }) === JSON.stringify({ ...other, name: "" });
}

/** Whether a set-up is an unchanged preset, whichever files were chosen for it. */
export function isPreset(document: Experiment, id: PresetId): boolean {
  return sameSetup({ ...document, data: withoutFiles(document.data, fileFields) }, presetDocument(id));
}

/** Whether a set-up is one of the presets, with its name. */
export function isPresetAsIs(document: Experiment): boolean {
  return presetIds.some((id) => isPreset(document, id) && document.name === presetDocument(id).name);
}

/** The set-up of the last session; null at the first start, and if an older lab wrote another format. */
export function rememberedDraft(): Experiment | null {
  try {
    const text = localStorage.getItem(draftKey);
    const draft = completed(JSON.parse(text ?? "null") as ExperimentInput);
    return { ...draft, data: withoutFiles(draft.data, fileFields) };
  } catch {
    return null;
  }
}

export function keepDraft(text: string): void {
  localStorage.setItem(draftKey, text);
}
