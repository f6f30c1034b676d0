import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useRuns } from "../state/useRuns";

/** Shows the newest experiment when the window opens, so that the last results are still there. */
export function useLastExperiment(): void {
  const { lab } = useLab();
  const { open, shown } = useRuns();
  void attempt(async () => {
    const [newest] = await lab.listExperiments({ limit: 1 });
    // The person may have started an experiment in the meantime.
    if (newest && !shown.value) await open(newest.id);
  });
}
