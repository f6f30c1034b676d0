import { computed, reactive, ref, shallowReadonly, shallowRef, watch } from "vue";
import { checkExperiment, type Fault, layerShapes, shapeOfData } from "../../src/experiment/check";
import { idleSettings } from "../../src/experiment/idle";
import type { DataConfig, DataShape, Experiment } from "../../src/experiment/schema";
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

  /** What chosen files turned out to hold: what was asked for last. It counts only for the data that it is of. */
  const filesHeld = shallowRef<{ of: string; shape: DataShape | null }>({ of: "", shape: null });
  const fileShape = computed(() =>
    filesHeld.value.of === filesOf(draft.data) ? filesHeld.value.shape : null,
  );
  const noteFileShape = (data: DataConfig, held: DataShape | null) =>
    (filesHeld.value = { of: filesOf(data), shape: held });
  const shape = computed(() => shapeOfData(draft.data) ?? fileShape.value);

  const check = computed(() => checkExperiment(JSON.parse(text.value), shape.value ?? undefined));
  const shapes = computed(() => layerShapes(draft.network.layers, shape.value?.features ?? 0));
  const parameters = computed(() => shapes.value.reduce((sum, layer) => sum + layer.parameters, 0));

  const idle = computed(() => idleSettings(draft));

  const faultsByPath = computed(() => byPath(check.value.faults));
  const warningsByPath = computed(() => byPath(check.value.warnings));
  const faultsAt = (path: string) => faultsByPath.value.get(path) ?? [];
  const warningsAt = (path: string) => warningsByPath.value.get(path) ?? [];
  const faultsWithin = (part: "data" | "network" | "training") =>
    check.value.faults.filter(({ path }) => partOf(path) === part).length;

  /** The shape that the network was last made for; null after opening a document, which keeps the network it has. */
  let fittedTo: DataShape | null = shape.value;
  const replaced = ref(0);
  function replace(document: string, madeFor: DataShape | null): void {
    Object.assign(draft, JSON.parse(document) as Experiment);
    fittedTo = madeFor;
    replaced.value += 1;
  }
  /** A step back or forth brings the network with what it was made for: where data came to be known since, it follows. */
  const history = useHistory(text, () => fittedTo, replace);

  /** The set-up as it was opened or saved last, and where. What the window was left with may never have been saved. */
  const saved = shallowRef<SavedDocument>({ file: null, text: isPresetAsIs(draft) ? text.value : "" });

  /** @param file the document that it was read from, where it was */
  function load(experiment: Experiment, file: string | null = null): void {
    history.step(() => replace(JSON.stringify(experiment), null));
    saved.value = { file, text: text.value };
  }
  watch([shape, replaced], ([next]) => {
    if (!next) return;
    const before = fittedTo;
    fittedTo = next;
    if (before) history.amend(() => fitNetwork(draft, before, next));
  });

  watch(text, keepDraft);

  return {
    draft,
    text,
    dataText,
    noteFileShape,
    shape,
    shapes,
    parameters,
    check,
    idle,
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

/** The part of the data that says what its files hold: all but which samples of them are taken. */
function filesOf(data: DataConfig): string {
  const fields = Object.entries(data).filter(([field]) => !["train", "validation", "seed"].includes(field));
  return JSON.stringify(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}

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
