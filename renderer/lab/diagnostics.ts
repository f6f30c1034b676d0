import { i18n } from "../i18n";
import { notify } from "../notice";
import { useLab } from "./client";
import { attempt } from "./failures";

/** Main copies it, because the page may not use the clipboard. */
export function useCopyDiagnostics(): () => Promise<void> {
  const { lab } = useLab();
  return async () => {
    const copied = await attempt(() => lab.copyDiagnostics({}));
    if (copied) {
      notify({ type: "success", message: i18n.global.t("diagnostics.copied") });
    }
  };
}
