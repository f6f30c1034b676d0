import { computed, type ComputedRef, inject, type InjectionKey, provide } from "vue";
import { useI18n } from "vue-i18n";
import type { Experiment } from "../../src/experiment/schema";
import { layersOf } from "../../src/experiment/variants";
import { forgetfulOf } from "../../src/nn/network";
import type { Kind } from "../series/kinds";

const normedKey: InjectionKey<ComputedRef<boolean>> = Symbol("whether batch normalisation forgets eval, too");

/** Tells all components below which experiments they show, so that names of curves and modes claim no more than is so. */
export function provideShown(experiments: () => readonly Pick<Experiment, "network" | "variants">[]): void {
  provide(
    normedKey,
    computed(() =>
      experiments().some((experiment) =>
        experiment.variants.some((variant) => forgetfulOf(layersOf(experiment, variant)).batchNorm),
      ),
    ),
  );
}

/** The names of the kinds of curve and of the two modes. With batch normalisation they do not speak of dropout alone. */
export function useKindTexts() {
  const { t } = useI18n();
  const isNormed = inject(
    normedKey,
    computed(() => false),
  );
  return {
    kind: (kind: Kind) => t(isNormed.value ? `normedKinds.${kind}` : `kinds.${kind}`),
    kindHint: (kind: Kind) => t(isNormed.value ? `normedKindHints.${kind}` : `kindHints.${kind}`),
    modeHint: (isForgotten: boolean) => {
      const hint = isForgotten ? "onHint" : "offHint";
      return t(isNormed.value ? `normedMode.${hint}` : `mode.${hint}`);
    },
  };
}
