import { useI18n } from "vue-i18n";
import type { Request } from "../../src/contract/contract";
import { language } from "../i18n";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { notify } from "../notice";
import { useBaselines } from "../state/useBaselines";

export type ExportFormat = Request<"exportRuns">["format"];
export type ModelFormat = Request<"exportModel">["format"];

/** Exports runs and experiments to places that the person chooses, and says where they are. */
export function useExports() {
  const { lab } = useLab();
  const { t } = useI18n();
  const { chosen } = useBaselines();

  async function write(action: () => Promise<string | null>): Promise<void> {
    const place = await attempt(action);
    if (place) notify({ type: "success", message: t("exports.written", { place }) });
  }

  return {
    /** One file; event files are a folder. */
    exportRuns: (runIds: readonly string[], format: ExportFormat) =>
      write(() =>
        lab.exportRuns({
          runIds: [...runIds],
          format,
          language: language.value,
          baselines: [...chosen].map(([experimentId, variant]) => ({ experimentId, variant })),
        }),
      ),
    /** The trained network of a run; of several that of the best. */
    exportModel: (runIds: readonly string[], format: ModelFormat) =>
      write(async () => {
        const written = await lab.exportModel({ runIds: [...runIds], format });
        if (written && written.asNumbers.length > 0) {
          const columns = written.asNumbers.join(", ");
          notify({ type: "warning", message: t("exports.asNumbers", { columns }) });
        }
        return written && written.place;
      }),
    /** A folder with result.json, its analysis and the weights. */
    exportResult: (experimentId: string) =>
      write(() => lab.exportResult({ experimentId, baseline: chosen.get(experimentId) })),
  };
}
