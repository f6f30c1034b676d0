import { createGlobalState, useTimeoutFn } from "@vueuse/core";
import { shallowReadonly, shallowRef, watch } from "vue";
import type { Preview } from "../../src/contract/contract";
import { columnFieldOf, type DataConfig, dataSchema, fileFieldsOf, needsFiles } from "../../src/data/kinds";
import { usualCounts } from "../../src/data/source-kind";
import type { Task } from "../../src/fields/task";
import { type Failure, failureOf } from "../../src/messages/failure";
import { keyOfCounts, SharedOut, targetsOf } from "./sources";
import { useLab } from "../lab/client";
import { useExperiment } from "./useExperiment";

/** Milliseconds that typing must rest before the preview is drawn again. */
const debounceMs = 250;

/** The preview of the set-up's data. Its consequences for the set-up belong to the step that chose the data. */
export const usePreview = createGlobalState(() => {
  const { lab, on } = useLab();
  const { dataText, draft, replaced, undoSteps, noteFileShape } = useExperiment();
  const preview = shallowRef<Preview | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const loading = shallowRef(false);
  /** What share of a large file has been read, from 0 to 1. */
  const progress = shallowRef<number | null>(null);
  let asked = 0;

  on("previewProgress", ({ share }) => {
    if (loading.value) progress.value = share;
  });

  async function ask(data: DataConfig): Promise<void> {
    const mine = asked;
    try {
      const answer = await lab.previewData({ data });
      if (mine !== asked) return;
      // Another target is another request, whose answer is on its way.
      if (chooseTarget(answer) || takeProposals(answer)) return;
      shareOut(answer);
      preview.value = answer;
      failure.value = answer.failure;
      noteFileShape(data, answer.shape);
    } catch (error) {
      if (mine !== asked) return;
      preview.value = null;
      failure.value = failureOf(error);
      noteFileShape(data, null);
    }
    loading.value = false;
    progress.value = null;
  }

  /** Stops the reading; `failure` then says so. */
  async function cancel(): Promise<void> {
    await lab.cancelPreview({});
  }

  /** Reads what the set-up names once more. */
  function readAgain(): void {
    asked += 1;
    const data = dataSchema.safeParse(JSON.parse(dataText.value));
    if (!data.success) return;
    failure.value = null;
    loading.value = true;
    void ask(data.data);
  }

  /**
   * Looking into a table requires a target, but the columns are known only afterwards. So the first column stands in,
   * and then the last one, the usual target, replaces it. A chosen column that exists is kept.
   */
  function chooseTarget({ sample }: Preview): boolean {
    const { data } = draft;
    const column = columnFieldOf(data.source);
    // Of other tables the file proposes it.
    if (column?.header === undefined || sample.kind !== "table" || sample.columns.length === 0) return false;
    const settings = data as unknown as Record<string, unknown>;
    const targets = targetsOf(sample.columns, settings[column.header] === true);
    if (targets.some((target) => target === settings[column.key])) return false;
    undoSteps.amend(() => (settings[column.key] = targets.at(-1)!));
    ownChange = dataText.value;
    return true;
  }

  /** What the file proposes becomes part of the set-up, so that it means the same everywhere. */
  function takeProposals({ proposed = {} }: Preview): boolean {
    const settings = draft.data as unknown as Record<string, unknown>;
    const taken = Object.entries(proposed).filter(
      ([key, value]) => JSON.stringify(settings[key]) !== JSON.stringify(value),
    );
    if (taken.length === 0) return false;
    undoSteps.amend(() => Object.assign(settings, Object.fromEntries(taken)));
    ownChange = dataText.value;
    return true;
  }

  const shared = new SharedOut();
  // The last session's set-up comes without its files; what it had by the usual rule nobody asked for.
  const { train, validation, test } = draft.data;
  const sum = train + validation + test;
  if (keyOfCounts(usualCounts(sum)) === keyOfCounts(draft.data)) shared.noteUnasked(draft.data);
  /** The files and the task that the rows were last divided for. */
  let dividedFor: { readonly files: string; readonly task: Task | null };
  const filesNow = () => JSON.stringify(fileFieldsOf(draft.data.source).map(({ key }) => valueAt(key)));
  const valueAt = (key: string) => (draft.data as unknown as Record<string, unknown>)[key];
  dividedFor = { files: filesNow(), task: null };

  /**
   * The number of samples was not known when they were divided. A document that was opened stays as it is, and so does
   * what undo and redo bring back.
   */
  function shareOut({ rows, shape, divided }: Preview): void {
    const { data } = draft;
    if (!needsFiles(data.source) || rows < 2 || shape === null) return;
    const { task } = shape;
    const files = filesNow();
    const isNew = files !== dividedFor.files;
    const isOtherTask = dividedFor.task !== null && task !== dividedFor.task;
    dividedFor = { files, task };
    if (isAsOpened) return;
    const usual = divided?.usual ?? { ...usualCounts(rows), division: "random" as const };
    // Whoever asked for counts of their own means their division too.
    const isDivided =
      "division" in data && shared.isUnasked(data) && (isNew || (isOtherTask && data.division !== "inOrder"));
    const counts = shared.countsFor(rows, usual, data, isNew);
    const changed = { ...counts, ...(isDivided && { division: usual.division }) };
    if (Object.entries(changed).every(([key, value]) => valueAt(key) === value)) return;
    undoSteps.amend(() => Object.assign(data, changed));
    ownChange = dataText.value;
  }

  const { start: askSoon, stop: stopAsking } = useTimeoutFn(
    (data: DataConfig) => void ask(data),
    debounceMs,
    {
      immediate: false,
    },
  );
  let shownSource: string | null = null;
  let hadFiles = needsFiles(draft.data.source);
  /** Whether the data is as a document, undo or redo brought it, but for what the lab itself has added since. */
  let isAsOpened = false;
  let lastReplaced = replaced.value;
  /** The data after the lab's own last change of it. */
  let ownChange: string | null = null;
  watch(
    dataText,
    () => {
      stopAsking();
      const isReplaced = replaced.value !== lastReplaced;
      lastReplaced = replaced.value;
      if (isReplaced) {
        isAsOpened = true;
        dividedFor = { files: filesNow(), task: null };
      } else if (dataText.value !== ownChange) isAsOpened = false;
      // Nobody has asked for as many rows of a file as the lab drew itself.
      if (!isReplaced && !hadFiles && needsFiles(draft.data.source)) shared.noteUnasked(draft.data);
      hadFiles = needsFiles(draft.data.source);
      // An answer that is still on its way belongs to other data.
      asked += 1;
      const data = dataSchema.safeParse(JSON.parse(dataText.value));
      // The preview of another source must not stay beside this one.
      if (!data.success || draft.data.source !== shownSource) {
        preview.value = null;
        failure.value = null;
      }
      loading.value = data.success;
      progress.value = null;
      shownSource = draft.data.source;
      if (data.success) askSoon(data.data);
    },
    { immediate: true },
  );

  return {
    preview: shallowReadonly(preview),
    failure: shallowReadonly(failure),
    loading: shallowReadonly(loading),
    progress: shallowReadonly(progress),
    cancel,
    readAgain,
  };
});
