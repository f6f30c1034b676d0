import { computed, type Ref } from "vue";
import { checkDraft, type Draft } from "../../src/experiment/draft";
import type { DataShape } from "../../src/experiment/schema";
import type { Fault } from "../../src/messages/failure";

export type DraftPart = "data" | "network" | "training";

/** The check of a set-up, and what it says of each field. @param text of the set-up */
export function createDraftCheck(text: Readonly<Ref<string>>, shape: Readonly<Ref<DataShape | null>>) {
  const check = computed(() => checkDraft(JSON.parse(text.value) as Draft, shape.value ?? undefined));
  const faults = computed(() => byPath(check.value.faults));
  const warnings = computed(() => byPath(check.value.warnings));
  return {
    check,
    faultsAt: (path: string) => faults.value.get(path) ?? [],
    warningsAt: (path: string) => warnings.value.get(path) ?? [],
    /** The number of faults in a part of the set-up. */
    faultsWithin: (part: DraftPart) => check.value.faults.filter(({ path }) => partOf(path) === part).length,
  };
}

function byPath(faults: readonly Fault[]): Map<string, Fault[]> {
  const map = new Map<string, Fault[]>();
  for (const fault of faults) map.set(fault.path, [...(map.get(fault.path) ?? []), fault]);
  return map;
}

/** Variants, seeds and evaluation are under "Training". */
function partOf(path: string): DraftPart {
  if (path.startsWith("data")) return "data";
  return path.startsWith("network") ? "network" : "training";
}
