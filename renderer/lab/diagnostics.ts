import { ElMessage } from "element-plus";
import { i18n } from "../i18n";
import { lab } from "./client";
import { attempt } from "./failures";

/** Main does it: the page may not touch the clipboard by itself. */
export async function copyDiagnostics(): Promise<void> {
  const copied = await attempt(() => lab.copyDiagnostics({}));
  if (copied) ElMessage({ type: "success", message: i18n.global.t("diagnostics.copied"), showClose: true });
}
