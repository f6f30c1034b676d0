import { onLab } from "../lab/client";
import { showFailure } from "../lab/failures";

/** Says what people should know of a run and what does not end it; the same thing about several runs once. */
export function useRunNotices(): void {
  onLab("runNoticed", ({ failure }) => {
    showFailure(failure, "warning");
  });
}
