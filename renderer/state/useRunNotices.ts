import { ElMessage } from "element-plus";
import { onLab } from "../lab/client";
import { say } from "../lab/failures";

/** Says what people should know of a run and what does not end it; the same thing about several runs once. */
export function useRunNotices(): void {
  onLab("runNoticed", ({ failure }) => {
    ElMessage({
      type: "warning",
      message: say(failure),
      duration: 10_000,
      showClose: true,
      grouping: true,
    });
  });
}
