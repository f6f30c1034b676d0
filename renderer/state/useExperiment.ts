import { createGlobalState } from "@vueuse/core";
import { computed, reactive, ref, shallowReadonly, shallowRef, watch } from "vue";
import { inputShapeOf, layerShapes } from "../../src/nn/network";
import { shapeOfData } from "../../src/experiment/check";
import { checkDraft, type Draft, type DraftData } from "../../src/experiment/draft";
import type { Fault } from "../../src/messages/failure";
import { idleSettings } from "../../src/experiment/idle";
import type { DataConfig, DataShape } from "../../src/experiment/schema";
import { firstDocument, isPresetAsIs, keepDraft, rememberedDraft } from "./documents";
import { fitNetwork } from "./fitNetwork";
import { useUndo } from "./useUndo";

export interface SavedDocument {
  /** The file's reference; null if it was never in a file. */
  readonly file: string | null;
  readonly text: string;
}

/** The experiment in the set-up, with its problems, its shapes and its undo history. */
export const useExperiment = createGlobalState(() => {
  const draft = reactive<Draft>(rememberedDraft() ?? firstDocument());
  /** The whole document as text, for the check, the undo history and comparisons. */
  const text = computed(() => JSON.stringify(draft));
  const dataText = computed(() => JSON.stringify(draft.data));

  /** The content of the chosen files, from the last request. It counts only for its own data. */
  const filesHeld = shallowRef<{ of: string; shape: DataShape | null }>({ of: "", shape: null });
  const fileShape = computed(() =>
    filesHeld.value.of === filesOf(draft.data) ? filesHeld.value.shape : null,
  );
  const noteFileShape = (data: DataConfig, held: DataShape | null) =>
    (filesHeld.value = { of: filesOf(data), shape: held });
  const shape = computed(() => shapeOfData(draft.data) ?? fileShape.value);

  const check = computed(() => checkDraft(JSON.parse(text.value) as Draft, shape.value ?? undefined));
  const input = computed(() => (shape.value ? inputShapeOf(draft.network.layers, shape.value) : [0]));
  const shapes = computed(() => layerShapes(draft.network.layers, input.value));
  const parameters = computed(() => shapes.value.reduce((sum, layer) => sum + layer.parameters, 0));

  const idle = computed(() => idleSettings(draft));

  const faultsByPath = computed(() => byPath(check.value.faults));
  const warningsByPath = computed(() => byPath(check.value.warnings));
  const faultsAt = (path: string) => faultsByPath.value.get(path) ?? [];
  const warningsAt = (path: string) => warningsByPath.value.get(path) ?? [];
  const faultsWithin = (part: "data" | "network" | "training") =>
    check.value.faults.filter(({ path }) => partOf(path) === part).length;

  /** The shape to which the network was last adapted; null after opening a document, which keeps its network. */
  let fittedTo: DataShape | null = shape.value;
  const replaced = ref(0);
  function replace(document: string, madeFor: DataShape | null): void {
    Object.assign(draft, JSON.parse(document) as Draft);
    fittedTo = madeFor;
    replaced.value += 1;
  }
  /**
   * Undo and redo also restore the shape to which the network was adapted. If the data has become known since, the
   * network follows it.
   */
  const undoSteps = useUndo(text, () => fittedTo, replace);

  /** The set-up as it was last opened or saved, and its file. The last session's set-up may never have been saved. */
  const saved = shallowRef<SavedDocument>({ file: null, text: isPresetAsIs(draft) ? text.value : "" });

  /** @param file the document from which it was read, if any */
  function load(experiment: Draft, file: string | null = null): void {
    undoSteps.step(() => replace(JSON.stringify(experiment), null));
    saved.value = { file, text: text.value };
  }
  watch([shape, replaced], ([next]) => {
    if (!next) return;
    const before = fittedTo;
    fittedTo = next;
    if (before) undoSteps.amend(() => fitNetwork(draft, before, next));
  });

  watch(text, keepDraft);

  return {
    draft,
    text,
    dataText,
    noteFileShape,
    shape,
    input,
    shapes,
    parameters,
    check,
    idle,
    faultsAt,
    warningsAt,
    faultsWithin,
    load,
    saved: shallowReadonly(saved),
    /** Whether there are unsaved changes. */
    changed: computed(() => text.value !== saved.value.text),
    noteSaved: (document: SavedDocument) => (saved.value = document),
    undoSteps,
  };
});

/** The part of the data that determines the content of its files: everything but which samples are taken. */
function filesOf(data: DraftData): string {
  const fields = Object.entries(data).filter(([field]) => !["train", "validation", "seed"].includes(field));
  return JSON.stringify(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function byPath(faults: readonly Fault[]): Map<string, Fault[]> {
  const map = new Map<string, Fault[]>();
  for (const fault of faults) map.set(fault.path, [...(map.get(fault.path) ?? []), fault]);
  return map;
}

/** Variants, seeds and evaluation are under "Training". */
function partOf(path: string): "data" | "network" | "training" {
  if (path.startsWith("data")) return "data";
  return path.startsWith("network") ? "network" : "training";
}
