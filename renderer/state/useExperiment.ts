import { computed, reactive, shallowReadonly, shallowRef, watch } from "vue";
import { checkExperiment, type Fault, layerShapes, shapeOfData } from "../../src/experiment/check";
import type { DataShape, Experiment } from "../../src/experiment/schema";
import { firstDocument, isPresetAsIs, keepDraft, rememberedDraft } from "./documents";
import { fitNetwork } from "./fitNetwork";
import { useHistory } from "./useHistory";
import { shared } from "./shared";

export interface SavedDocument {
  /** The file's reference; null for what was never in a file. */
  readonly file: string | null;
  readonly text: string;
}

/** The experiment that is being set up, with its faults, its shapes and its history. */
export const useExperiment = shared(() => {
  const draft = reactive<Experiment>(rememberedDraft() ?? firstDocument());
  /** The whole document as text: what the check, the history and comparisons look at. */
  const text = computed(() => JSON.stringify(draft));
  const dataText = computed(() => JSON.stringify(draft.data));

  /** What the chosen files turned out to hold. */
  const fileShape = shallowRef<DataShape | null>(null);
  const shape = computed(() => shapeOfData(draft.data) ?? fileShape.value);

  const check = computed(() => checkExperiment(JSON.parse(text.value), shape.value ?? undefined));
  const shapes = computed(() => layerShapes(draft.network.layers, shape.value?.features ?? 0));
  const parameters = computed(() => shapes.value.reduce((sum, layer) => sum + layer.parameters, 0));

  const faultsByPath = computed(() => byPath(check.value.faults));
  const warningsByPath = computed(() => byPath(check.value.warnings));
  const faultsAt = (path: string) => faultsByPath.value.get(path) ?? [];
  const warningsAt = (path: string) => warningsByPath.value.get(path) ?? [];
  const faultsWithin = (part: "data" | "network" | "training") =>
    check.value.faults.filter(({ path }) => partOf(path) === part).length;

  /** The shape that the network was last made for; null after opening a document, which keeps the network it has. */
  let fittedTo: DataShape | null = shape.value;
  function replace(document: string): void {
    Object.assign(draft, JSON.parse(document) as Experiment);
  }
  const history = useHistory(text, (document) => {
    const before = dataText.value;
    replace(document);
    // A step back or forth brings the network that belongs to its data.
    if (dataText.value !== before) fittedTo = shapeOfData(draft.data);
  });

  /** The set-up as it was opened or saved last, and where. What the window was left with may never have been saved. */
  const saved = shallowRef<SavedDocument>({ file: null, text: isPresetAsIs(draft) ? text.value : "" });

  /** @param file the document that it was read from, where it was */
  function load(experiment: Experiment, file: string | null = null): void {
    history.step(() => {
      fittedTo = null;
      fileShape.value = null;
      replace(JSON.stringify(experiment));
    });
    saved.value = { file, text: text.value };
  }
  watch(shape, (next) => {
    const before = fittedTo;
    if (next && before) history.amend(() => fitNetwork(draft, before, next));
    if (next) fittedTo = next;
  });

  watch(text, keepDraft);

  return {
    draft,
    text,
    dataText,
    fileShape,
    shape,
    shapes,
    parameters,
    check,
    faultsAt,
    warningsAt,
    faultsWithin,
    load,
    saved: shallowReadonly(saved),
    /** Whether there is something to save. */
    changed: computed(() => text.value !== saved.value.text),
    noteSaved: (document: SavedDocument) => (saved.value = document),
    history,
  };
});

function byPath(faults: readonly Fault[]): Map<string, Fault[]> {
  const map = new Map<string, Fault[]>();
  for (const fault of faults) map.set(fault.path, [...(map.get(fault.path) ?? []), fault]);
  return map;
}

/** Variants, seeds and evaluation are set under "Training". */
function partOf(path: string): "data" | "network" | "training" {
  if (path.startsWith("data")) return "data";
  return path.startsWith("network") ? "network" : "training";
}
