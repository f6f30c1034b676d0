import { lab } from "../lab/client";
import { attempt } from "../lab/failures";
import { useRuns } from "./useRuns";

/** Shows the newest experiment when the window opens: what one saw last is still there. */
export async function useLastExperiment(): Promise<void> {
  const { open, shown } = useRuns();
  const experiments = await attempt(() => lab.listExperiments({ limit: 1 }));
  const newest = experiments?.[0];
  // A person may have started something in the meantime.
  if (newest && !shown.value) await open(newest.id);
}
