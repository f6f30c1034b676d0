import { computed, type Ref } from "vue";
import { describe } from "../../../src/analysis/groups";
import { dataText } from "../../../src/analysis/own-data";
import { layersOf } from "../../../src/experiment/variants";
import { widthOf } from "../../../src/nn/network";
import type { Request, RunSummary, Units } from "../../../src/contract/contract";
import type { Failure } from "../../../src/messages/failure";
import { type Look, variantLooks } from "../../../src/report/looks";
import { useLab } from "../../lab/client";
import { useInsideRun } from "../../state/useInsideRun";
import { useInspection } from "../useInspection";
import { useAnswers } from "./useAnswers";

/** The most variants side by side. */
const mostVariants = 6;

/** A variant's run with the seed that is looked at. */
export interface ShownRun {
  readonly run: RunSummary;
  readonly look: Look;
  /** Null until it is known. */
  readonly units: Units | null;
  /** Why it is not known. */
  readonly failure: Failure | null;
}

/** A run that has all of its numbers. */
export type ShownUnits = ShownRun & { readonly units: Units };

/** What the hidden units of the run do, and those of the other variants with the same seed, size and width at the same epoch. */
export function useShownUnits(isInFront: Readonly<Ref<boolean>>) {
  const { lab } = useLab();
  const { run, runId, siblings, epoch, detail } = useInsideRun();
  const inspection = useInspection(
    isInFront,
    computed<Request<"inspectUnits"> | null>(() =>
      runId.value === null
        ? null
        : { runId: runId.value, ...(epoch.value !== null && { epoch: epoch.value }), pictures: true },
    ),
    (question) => lab.inspectUnits(question),
    // At its end a run keeps its weights.
    () => run.value?.status,
  );
  const own = computed(() => inspection.shown.value?.answer ?? null);

  /** In the order of the experiment. */
  const alike = computed<readonly { run: RunSummary; look: Look }[]>(() => {
    const experiment = detail.value?.experiment;
    const described = experiment?.variants.map((variant) => describe(variant, experiment)) ?? [];
    const chosen = described.find(({ variant }) => variant === run.value?.variant);
    if (!experiment || !chosen) return [];
    const looks = variantLooks(experiment);
    const units = experiment.variants.map((variant) =>
      layersOf(experiment, variant)
        .flatMap((layer) => widthOf(layer) ?? [])
        .join(),
    );
    const ownUnits = units[described.indexOf(chosen)];
    return described.flatMap((one, index) => {
      const sibling = siblings.value.find(({ variant }) => variant === one.variant);
      const isAlike =
        one.train === chosen.train &&
        one.width === chosen.width &&
        dataText(one) === dataText(chosen) &&
        units[index] === ownUnits;
      return sibling && isAlike ? [{ run: sibling, look: looks[index]! }] : [];
    });
  });
  const beside = computed(() => {
    const place = alike.value.findIndex((one) => one.run.id === runId.value);
    // The chosen one takes the last place where it would have none.
    return alike.value.filter((_, index) =>
      place < mostVariants ? index < mostVariants : index < mostVariants - 1 || index === place,
    );
  });

  const keyOf = ({ id, status, attempt }: RunSummary, of: number) =>
    JSON.stringify([id, attempt, status, of]);
  const answers = useAnswers(
    computed(() => isInFront.value && !inspection.asking.value),
    computed(() =>
      beside.value.flatMap((one) =>
        one.run.id === runId.value || !own.value
          ? []
          : [
              {
                key: keyOf(one.run, own.value.epoch),
                question: { runId: one.run.id, epoch: own.value.epoch, pictures: true },
              },
            ],
      ),
    ),
    (question) => lab.inspectUnits(question),
    2 * mostVariants,
  );

  const shown = computed<readonly ShownRun[]>(() =>
    beside.value.map((one) => {
      if (one.run.id === runId.value) return { ...one, units: own.value, failure: null };
      const said = own.value && answers.value.get(keyOf(one.run, own.value.epoch));
      return {
        ...one,
        units: said && "answer" in said ? said.answer : null,
        failure: said && "failure" in said ? said.failure : null,
      };
    }),
  );
  const known = computed(() => shown.value.filter((one): one is ShownUnits => one.units !== null));
  return {
    own,
    shown,
    known,
    /** Whether all that is shown has been answered. */
    isComplete: computed(
      () =>
        !inspection.asking.value &&
        shown.value.every(({ units, failure }) => units !== null || failure !== null),
    ),
    /** How many variants could stand side by side. */
    variants: computed(() => alike.value.length),
    failure: inspection.failure,
    asking: inspection.asking,
  };
}
