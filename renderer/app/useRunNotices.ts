import { onLab } from "../lab/client";
import { showFailure } from "../lab/failures";

/** Shows notices about runs that do not end them; the same notice about several runs appears once. */
export function useRunNotices(): void {
  onLab("runNoticed", ({ failure }) => {
    showFailure(failure, "warning");
  });
}
