import { createGlobalState } from "@vueuse/core";
import { computed, reactive, readonly, ref, shallowReadonly, shallowRef, watch } from "vue";
import type { Draft } from "../../src/experiment/draft";
import { idleSettings } from "../../src/experiment/idle";
import type { DataShape } from "../../src/experiment/schema";
import { inputShapeOf, layerShapes } from "../../src/nn/network";
import { isKnown } from "../../src/nn/shape";
import { createDataShape } from "./dataShape";
import { firstDocument, isPresetAsIs, keepDraft, rememberedDraft } from "./documents";
import { createDraftCheck } from "./draftCheck";
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

  const { shape, noteFileShape } = createDataShape(draft);
  const { check, faultsAt, warningsAt, faultsWithin } = createDraftCheck(text, shape);
  const input = computed(() => (shape.value ? inputShapeOf(draft.network.layers, shape.value) : [NaN]));
  const shapes = computed(() => layerShapes(draft.network.layers, input.value));
  /** null while a file or a layer leaves the number open. */
  const parameters = computed(() =>
    shapes.value.every(({ state }) => state.every((tensor) => isKnown(tensor.shape)))
      ? shapes.value.reduce((sum, layer) => sum + layer.parameters, 0)
      : null,
  );

  const idle = computed(() => idleSettings(draft));

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
    /** Counts how often the whole set-up was replaced: by another document, or by undo and redo. */
    replaced: readonly(replaced),
    saved: shallowReadonly(saved),
    /** Whether there are unsaved changes. */
    changed: computed(() => text.value !== saved.value.text),
    noteSaved: (document: SavedDocument) => (saved.value = document),
    undoSteps,
  };
});
