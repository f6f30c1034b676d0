import { computed, shallowRef } from "vue";
import { fileSplit } from "../../src/data/source-kind";
import { shapeOfData } from "../../src/experiment/check";
import type { Draft, DraftData } from "../../src/experiment/draft";
import type { DataConfig, DataShape } from "../../src/experiment/schema";

/** The shape of a set-up's data: the document tells it, or the chosen files do. */
export function createDataShape(draft: Pick<Draft, "data">) {
  /** The content of the chosen files, from the last request. It counts only for its own data. */
  const files = shallowRef<{ of: string; shape: DataShape | null }>({ of: "", shape: null });
  const fileShape = computed(() => (files.value.of === filesOf(draft.data) ? files.value.shape : null));
  return {
    shape: computed(() => shapeOfData(draft.data) ?? fileShape.value),
    noteFileShape: (data: DataConfig, shape: DataShape | null) =>
      void (files.value = { of: filesOf(data), shape }),
  };
}

/** The part of the data that determines the content of its files: everything but which samples are taken. */
function filesOf(data: DraftData): string {
  const fields = Object.entries(data).filter(
    ([field, value]) => value !== undefined && !Object.hasOwn(fileSplit, field),
  );
  return JSON.stringify(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}
