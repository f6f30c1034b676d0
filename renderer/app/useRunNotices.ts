import { useLab } from "../lab/client";
import { showFailure } from "../lab/failures";

/** Shows notices about runs that do not end them; the same notice about several runs appears once. */
export function useRunNotices(): void {
  const { on } = useLab();
  on("runNoticed", ({ failure }) => {
    showFailure(failure, "warning");
  });
}
