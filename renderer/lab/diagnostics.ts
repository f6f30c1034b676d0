import { i18n } from "../i18n";
import { notify } from "../notice";
import { useLab } from "./client";
import { inBrowser } from "./connection";
import { attempt } from "./failures";

/** Main copies it, because the window's page may not use the clipboard; a page in a browser copies it itself. */
export function useCopyDiagnostics(): () => Promise<void> {
  const { lab } = useLab();
  return async () => {
    const copied = await attempt(() => lab.copyDiagnostics({}));
    if (copied && inBrowser) await navigator.clipboard.writeText(copied.text);
    if (copied) {
      notify({ type: "success", message: i18n.global.t("diagnostics.copied") });
    }
  };
}
