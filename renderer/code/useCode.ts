import { createGlobalState } from "@vueuse/core";
import { computed, ref } from "vue";
import { codeFrameworks } from "../../src/contract/contract";
import { kerasScript } from "../../src/interchange/code/keras";
import { pytorchScript } from "../../src/interchange/code/pytorch";
import { scriptPlanOf } from "../../src/interchange/code/script-plan";
import { useExperiment } from "../state/useExperiment";

const scripts = { pytorch: pytorchScript, keras: kerasScript };
export const frameworks = codeFrameworks;

/** The experiment of the set-up as a program, in step with every edit. */
export const useCode = createGlobalState(() => {
  const { check, shape } = useExperiment();
  const framework = ref<(typeof codeFrameworks)[number]>("pytorch");
  /** The name of a variant; another document may not have it. */
  const wanted = ref<string | null>(null);

  const experiment = computed(() => check.value.experiment);
  const variant = computed(() => {
    const { variants } = experiment.value ?? { variants: [] };
    // Of two, the second is the one with dropout.
    return variants.find(({ name }) => name === wanted.value) ?? variants.at(-1) ?? null;
  });
  const script = computed(() => {
    if (!experiment.value || !variant.value || !shape.value) return null;
    const seed = experiment.value.seeds[0]!;
    return scripts[framework.value](scriptPlanOf(experiment.value, variant.value, seed, shape.value));
  });

  return {
    framework,
    experiment,
    variant,
    choose: (name: string) => (wanted.value = name),
    script,
  };
});
