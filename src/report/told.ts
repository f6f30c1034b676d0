import type { AnalysisOptions } from "../analysis/analyse";
import type { ExperimentDetail } from "../contract/contract";
import type { Picture } from "../contract/pictures";

/** An experiment, how whoever exports it wants it analysed, and the pictures that a person has added to its report. */
export interface ToldExperiment extends ExperimentDetail, AnalysisOptions {
  readonly pictures?: readonly Picture[];
}
