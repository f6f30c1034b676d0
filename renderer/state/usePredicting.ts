import { failureOf, LabError } from "../../src/messages/failure";
import { bestRun } from "../../src/report/best-run";
import { useLab } from "../lab/client";
import { attempt, showFailure } from "../lab/failures";
import { useInsidePage } from "./useInsidePage";
import { useInsideRun } from "./useInsideRun";
import { useNavigation } from "./useNavigation";
import { useNewRows } from "./useNewRows";

/** Leads to where a run predicts rows that it has never seen. */
export function usePredicting() {
  const { lab } = useLab();
  const { goTo } = useNavigation();
  const { lookInto } = useInsideRun();
  const page = useInsidePage();
  const newRows = useNewRows();

  return {
    /**
     * @param runIds of several the one with the lowest validation loss
     * @param file its rows; by default the person chooses there
     */
    async predict(runIds: readonly string[], file?: string): Promise<void> {
      const told = await attempt(() => lab.getRuns({ runIds: [...runIds] }));
      const runs = told?.experiments.flatMap((experiment) => experiment.runs) ?? [];
      if (runs.length === 0) return;
      const { id, experimentId, variant, seed, epochsDone } = bestRun(runs);
      if (epochsDone === 0) {
        showFailure(failureOf(new LabError("noWeights", { variant, seed })));
        return;
      }
      if (file !== undefined) newRows.file.value = file;
      newRows.isAsked.value = true;
      lookInto(experimentId, id);
      page.value = "try";
      goTo("inside");
    },
  };
}
