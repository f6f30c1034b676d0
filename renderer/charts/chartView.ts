import { computed, reactive, ref, shallowRef, watch } from "vue";
import type { RunGroup } from "../series/groups";
import type { Kind } from "../series/kinds";
import type { CurveChoice } from "../series/lines";

/** What of the horizontal axis is in view. */
export interface XRange {
  readonly from: number;
  readonly to: number;
}

/**
 * How the charts of one place are looked at: all of them together, so that they show the same. `groups` are those that
 * can be shown, `front` is the evaluation mode that is looked at.
 */
export function createChartView(groups: () => readonly RunGroup[], front: () => "correct" | "forgotten") {
  const kinds = reactive<Record<Kind, boolean>>({
    correct: true,
    forgotten: true,
    training: false,
    trainCorrect: false,
    gap: false,
  });
  /** Keys of the groups that are switched off. */
  const hidden = reactive(new Set<string>());
  const logScale = ref(false);
  const smoothing = ref(0);
  /** null for all. */
  const zoom = shallowRef<XRange | null>(null);
  /** The epoch under the pointer. */
  const hovered = ref<number | null>(null);

  watch(
    () =>
      groups()
        .map(({ key }) => key)
        .join(),
    () => {
      hidden.clear();
      zoom.value = null;
      hovered.value = null;
    },
  );

  function toggle({ key }: RunGroup): void {
    if (!hidden.delete(key)) hidden.add(key);
  }

  const choice = computed<CurveChoice>(() => ({
    groups: groups().filter(({ key }) => !hidden.has(key)),
    kinds: new Set((Object.keys(kinds) as Kind[]).filter((kind) => kinds[kind])),
    smoothing: smoothing.value,
    front: front(),
  }));

  return { groups, kinds, hidden, logScale, smoothing, zoom, hovered, choice, toggle };
}

export type ChartView = ReturnType<typeof createChartView>;
