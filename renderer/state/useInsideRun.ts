import { createGlobalState } from "@vueuse/core";
import { computed, ref, shallowReadonly, shallowRef, watch } from "vue";
import type { ExperimentDetail, ExperimentSummary, RunSummary } from "../../src/contract/contract";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useNavigation } from "./useNavigation";
import { useRuns } from "./useRuns";

/** The most experiments to choose from, the newest. */
const mostListed = 200;

/** The run that Inside looks into: of the lab's experiment, until the person chooses another. */
export const useInsideRun = createGlobalState(() => {
  const { lab, on, onWork } = useLab();
  const { shown } = useRuns();
  const { view } = useNavigation();

  /** Experiments with a run that has begun, newest first. */
  const experiments = shallowRef<readonly ExperimentSummary[]>([]);
  const chosenExperiment = shallowRef<string | null>(null);
  const chosenRun = shallowRef<string | null>(null);
  /** The document of the shown experiment, and its runs with their records. */
  const detail = shallowRef<ExperimentDetail | null>(null);

  const experimentId = computed(() => {
    const ids = experiments.value.map(({ id }) => id);
    const wanted = [chosenExperiment.value, shown.value?.id, ids[0]];
    return wanted.find((id) => typeof id === "string" && ids.includes(id)) ?? null;
  });
  const runs = computed<readonly RunSummary[]>(
    () => experiments.value.find(({ id }) => id === experimentId.value)?.runs.filter(hasBegun) ?? [],
  );
  const run = computed(() => runs.value.find(({ id }) => id === chosenRun.value) ?? bestToSee(runs.value));

  /** The runs of the other variants with the same seed, behind the run itself. */
  const siblings = computed<readonly RunSummary[]>(() => {
    const own = run.value;
    if (!own) return [];
    return [own, ...runs.value.filter(({ id, seed }) => id !== own.id && seed === own.seed)];
  });
  /** The weights after this epoch are looked at; null: the last that there are. */
  const epoch = ref<number | null>(null);
  watch(
    () => run.value?.id,
    () => (epoch.value = null),
  );

  async function look(): Promise<void> {
    const listed = await attempt(() => lab.listExperiments({ limit: mostListed }));
    const all = listed && (await withChosen(listed));
    if (all) experiments.value = all.filter((experiment) => experiment.runs.some(hasBegun));
    await lookAtDetail();
  }

  /** An older one that was asked for. */
  async function withChosen(listed: readonly ExperimentSummary[]): Promise<readonly ExperimentSummary[]> {
    const id = chosenExperiment.value;
    if (id === null || listed.some((each) => each.id === id)) return listed;
    const older = await lab.getExperiment({ experimentId: id }).catch(() => null);
    if (!older) return listed;
    return [...listed, { id, name: older.experiment.name, created: older.created, runs: [...older.runs] }];
  }

  async function lookAtDetail(): Promise<void> {
    const id = experimentId.value;
    const answer = id === null ? null : await attempt(() => lab.getExperiment({ experimentId: id }));
    if (id === experimentId.value) detail.value = answer ?? null;
  }

  const lookIfShown = () => view.value === "inside" && void look();
  watch(view, lookIfShown, { immediate: true });
  watch(experimentId, () => view.value === "inside" && void lookAtDetail());
  on("runChanged", lookIfShown);
  on("runsChanged", lookIfShown);
  on("storeChanged", lookIfShown);
  onWork(lookIfShown);

  return {
    experiments: shallowReadonly(experiments),
    runs,
    run,
    siblings,
    epoch,
    detail: shallowReadonly(detail),
    experimentId,
    runId: computed(() => run.value?.id ?? null),
    chooseExperiment: (id: string) => {
      chosenExperiment.value = id;
      chosenRun.value = null;
    },
    lookInto: (experiment: string, id: string) => {
      chosenExperiment.value = experiment;
      chosenRun.value = id;
    },
    chooseRun: (id: string) => (chosenRun.value = id),
  };
});

function hasBegun({ epochsDone }: RunSummary): boolean {
  return epochsDone > 0;
}

/** The first run that drops units; where none does, the first. */
function bestToSee(runs: readonly RunSummary[]): RunSummary | null {
  return runs.find(({ rate }) => rate !== 0) ?? runs[0] ?? null;
}
