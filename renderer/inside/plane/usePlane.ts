import { computed, type Ref, ref, watch } from "vue";
import type { Plane, Point, RunSummary, Surface, SurfaceLook } from "../../../src/contract/contract";
import { useLab } from "../../lab/client";
import { useInsideRun } from "../../state/useInsideRun";
import { useEach } from "../useEach";
import { useInspection } from "../useInspection";

/** `eval`: all units take part; `mask`: one mask; `mean` and `uncertainty` of many. */
export const views = ["eval", "mask", "mean", "uncertainty"] as const;
export type View = (typeof views)[number];

/** More would be too small to be compared, and take too long. */
const mostVariants = 8;
/** Cells along each axis: the mean takes as long as all of its masks. */
const resolutions = { eval: 200, mask: 120, passes: 80, curve: 160 } as const;

/** What is told of a variant's run. */
export interface VariantSurfaces {
  readonly plane: Plane;
  /** Of a curve eval mode and then the passes; else the one that is looked at. */
  readonly surfaces: readonly Surface[];
}

/** The planes of all variants with the chosen run's seed, and what is wanted of them. */
export function usePlane(isInFront: Readonly<Ref<boolean>>) {
  const { lab } = useLab();
  const { run, runId, siblings, epoch } = useInsideRun();
  const view = ref<View>("eval");
  const mask = ref(0);
  const passes = ref(100);
  /** The point that is looked at; null: the middle. */
  const at = ref<readonly number[] | null>(null);

  const inspection = useInspection(
    isInFront,
    computed(() =>
      runId.value === null
        ? null
        : { runId: runId.value, ...(epoch.value !== null && { epoch: epoch.value }) },
    ),
    (question) => lab.inspectPlane(question),
    // More epochs are more weights, and at its end a run keeps its own.
    () => run.value?.status,
  );
  const plane = computed(() => inspection.shown.value?.answer ?? null);
  const axes = computed(() => plane.value?.plane?.axes ?? null);
  const isCurve = computed(() => axes.value?.length === 1);
  const variants = computed<readonly RunSummary[]>(() => siblings.value.slice(0, mostVariants));
  watch(runId, () => (at.value = null));
  const point = computed<readonly number[]>(
    () => at.value ?? axes.value?.map(({ from, to }) => (from + to) / 2) ?? [],
  );

  const looks = computed<readonly SurfaceLook[]>(() => {
    const many = { of: "passes", passes: passes.value } as const;
    if (isCurve.value) return [{ of: "eval" }, many];
    if (view.value === "eval") return [{ of: "eval" }];
    return [view.value === "mask" ? { of: "mask", mask: mask.value } : many];
  });

  const about = computed(() => {
    const ranges = axes.value?.map(({ from, to }): [number, number] => [from, to]);
    const isOwn = inspection.shown.value?.question.runId === runId.value;
    if (!ranges || !plane.value || !isOwn) return null;
    return { runIds: variants.value.map(({ id }) => id), epoch: plane.value.epoch, ranges };
  });
  const surfaces = useEach(
    isInFront,
    computed(() => {
      if (!about.value) return null;
      const { runIds, epoch: of, ranges } = about.value;
      return { runIds, question: { epoch: of, ranges, looks: looks.value, isCurve: isCurve.value } };
    }),
    async (of, { looks: wanted, isCurve: asCurve, ...question }): Promise<VariantSurfaces> => {
      const own = of === runId.value ? plane.value : null;
      const told = own ?? (await lab.inspectPlane({ runId: of, epoch: question.epoch }));
      const found: Surface[] = [];
      for (const look of wanted) {
        const resolution = resolutions[asCurve ? "curve" : look.of];
        found.push(await lab.inspectSurface({ runId: of, ...question, resolution, look }));
      }
      return { plane: told, surfaces: found };
    },
  );
  const points = useEach(
    isInFront,
    computed(() => {
      if (!about.value) return null;
      const { runIds, epoch: of } = about.value;
      return { runIds, question: { epoch: of, at: [...point.value], passes: passes.value } };
    }),
    (of, question): Promise<Point> => lab.inspectPoint({ runId: of, ...question }),
  );

  return { view, mask, passes, at, point, plane, axes, isCurve, variants, inspection, surfaces, points };
}
