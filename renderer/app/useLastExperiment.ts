import { lab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useRuns } from "../state/useRuns";

/** Shows the newest experiment when the window opens, so that the last results are still there. */
export async function useLastExperiment(): Promise<void> {
  const { open, shown } = useRuns();
  const experiments = await attempt(() => lab.listExperiments({ limit: 1 }));
  const newest = experiments?.[0];
  // The person may have started an experiment in the meantime.
  if (newest && !shown.value) await open(newest.id);
}
