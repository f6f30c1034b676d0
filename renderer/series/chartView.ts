import { computed, reactive, ref, shallowRef, watch } from "vue";
import type { MetricName, ModeName } from "../../src/analysis/names";
import { wholeRange, type XAxis, type XRange } from "./axis";
import { type BandKind, type Counted, type CurveChoice, has, type SeedLook } from "./choice";
import type { RunGroup } from "./groups";
import { type Kind, kinds as kindNames } from "./kinds";
import type { SeriesStore } from "./store";
import type { ZoomedAxis } from "./zoom";

/** The data of the charts of one place; the charts read all of it again whenever it may have changed. */
export interface ChartSource {
  series(): SeriesStore | null;
  /** The groups of the series that can be shown. */
  groups(): readonly RunGroup[];
  /** Counts up whenever the series have grown. */
  version(): number;
  /** Whether more epochs are to come. */
  growing(): boolean;
  /** Whether the window shows that place; otherwise nothing is drawn. */
  inView(): boolean;
  /** The chosen evaluation mode. */
  front(): ModeName;
}

/** A pinned position of the horizontal axis, and the chart that shows its values. */
export interface Pin {
  readonly x: number;
  readonly measure: MetricName;
}

/** The view that all charts of one place share, so that they show the same part. */
export function createChartView(source: ChartSource) {
  const groups = computed(() => source.groups());
  const kinds = reactive<Record<Kind, boolean>>({
    correct: true,
    forgotten: true,
    averaged: true,
    training: false,
    trainCorrect: false,
    gap: false,
  });
  const look = reactive({
    seeds: "both" as SeedLook,
    band: "interval" as BandKind,
    smoothing: 0,
    xAxis: "epoch" as XAxis,
    logX: false,
    logY: false,
    ignoreOutliers: false,
  });
  /** Keys of the hidden groups. */
  const hidden = reactive(new Set<string>());
  /** null for the whole axis. */
  const zoom = shallowRef<XRange | null>(null);
  /** The position whose values are read: the pointer's or the arrow keys'. */
  const hovered = ref<number | null>(null);
  const pinned = shallowRef<Pin | null>(null);

  function forgetPlaces(): void {
    zoom.value = null;
    hovered.value = null;
    pinned.value = null;
  }
  // A position on one axis has no meaning on another.
  watch(() => [look.xAxis, look.logX], forgetPlaces);
  const keysOf = (all: readonly RunGroup[]) => all.map(({ key }) => key).join("\n");
  watch(() => keysOf(groups.value), forgetPlaces);
  // The series also hold removed groups, so a comparison stays the same without one and with it again.
  watch(
    () => keysOf(source.series()?.groups ?? []),
    () => hidden.clear(),
  );

  function toggle({ key }: RunGroup): void {
    if (!hidden.delete(key)) hidden.add(key);
  }

  /** Shows one group alone; if it already is alone, shows all. */
  function showOnly({ key }: RunGroup): void {
    const others = groups.value.filter((group) => group.key !== key);
    const alone = others.every((group) => hidden.has(group.key));
    hidden.clear();
    if (!alone) for (const group of others) hidden.add(group.key);
  }

  /** Switches on everything that a curve needs to be visible. */
  function showAll(): void {
    if (choice.value.groups.length === 0) hidden.clear();
    if (choice.value.kinds.size === 0) kinds.correct = kinds.forgotten = true;
  }

  /** The chosen epoch of each run, by its group's key and its seed: marked on the curves. */
  const counted = shallowRef<Counted>(new Map());

  /** The kinds that any group measures. */
  const offered = computed(() => kindNames.filter((kind) => groups.value.some((group) => has(group, kind))));

  const choice = computed<CurveChoice>(() => ({
    ...look,
    groups: groups.value.filter(({ key }) => !hidden.has(key)),
    kinds: new Set(offered.value.filter((kind) => kinds[kind])),
    front: source.front(),
    counted: counted.value,
  }));

  /** The whole horizontal axis. */
  const whole = computed<XRange>((before) => {
    void source.version();
    const series = source.series();
    if (!series) return { from: 1, to: 2 };
    const shown = choice.value.groups.length > 0 ? choice.value.groups : groups.value;
    const axis = { axis: look.xAxis, logarithmic: look.logX, growing: source.growing() };
    const now = wholeRange(series, shown, axis);
    return before?.from === now.from && before.to === now.to ? before : now;
  });
  /** The part of it in view. */
  const range = computed(() => zoom.value ?? whole.value);
  const zoomedAxis = computed<ZoomedAxis>(() => ({ logarithmic: look.logX, whole: look.xAxis === "epoch" }));

  return {
    source,
    groups,
    kinds,
    offered,
    look,
    hidden,
    zoom,
    hovered,
    pinned,
    counted,
    choice,
    whole,
    range,
    zoomedAxis,
    toggle,
    showOnly,
    showAll,
    /** Whether nothing is drawn because everything is switched off. */
    allOff: computed(
      () => groups.value.length > 0 && (choice.value.groups.length === 0 || choice.value.kinds.size === 0),
    ),
  };
}

export type ChartView = ReturnType<typeof createChartView>;
