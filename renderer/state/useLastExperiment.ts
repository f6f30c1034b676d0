import { useLibrary } from "./useLibrary";
import { useRuns } from "./useRuns";

/** Shows the newest experiment when the window opens: what one saw last is still there. */
export async function useLastExperiment(): Promise<void> {
  const { experiments, refresh } = useLibrary();
  const { open, shown } = useRuns();
  await refresh();
  const [newest] = experiments.value;
  // A person may have started something in the meantime.
  if (newest && !shown.value) await open(newest.id);
}
