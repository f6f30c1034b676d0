import { type Draft, draftOf, keptDraftOf, withoutFiles } from "../../src/experiment/draft";
import { type PresetId, presetIds, presets } from "../../src/experiment/presets";
import { setupText } from "../../src/experiment/same-setup";
import type { ExperimentInput } from "../../src/experiment/schema";
import { type ClaimId, claims } from "../../src/literature/claims";

const draftKey = "dropout-lab.draft";

export function presetDocument(id: PresetId): Draft {
  return draftOf(presets[id].document);
}

/** What puts a claim of the literature to the test. */
export function claimDocument(id: ClaimId): Draft {
  return draftOf(claims[id].document);
}

export function firstDocument(): Draft {
  return presetDocument("textbook");
}

/** Whether two documents describe the same runs, whatever their names and in whichever order their fields were set. */
export function sameSetup(one: Draft, other: Draft): boolean {
  const text = (document: Draft) => setupText({ ...document, name: "" });
  return text(one) === text(other);
}

/** Whether a set-up is an unchanged preset, whichever files were chosen for it. */
export function isPreset(document: Draft, id: PresetId): boolean {
  return sameSetup(withoutFiles(document), presetDocument(id));
}

/** Whether a set-up is one of the presets, with its name. */
export function isPresetAsIs(document: Draft): boolean {
  return presetIds.some((id) => isPreset(document, id) && document.name === presetDocument(id).name);
}

/**
 * The set-up of the last session, with the faults that it had; null at the first start, and if an older lab wrote another
 * format.
 */
export function rememberedDraft(): Draft | null {
  try {
    const text = localStorage.getItem(draftKey);
    const kept = keptDraftOf(JSON.parse(text ?? "null") as ExperimentInput);
    return kept && withoutFiles(kept);
  } catch {
    return null;
  }
}

export function keepDraft(text: string): void {
  localStorage.setItem(draftKey, text);
}
