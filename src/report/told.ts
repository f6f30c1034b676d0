import type { AnalysisOptions } from "../analysis/analyse";
import type { ExperimentDetail } from "../contract/contract";

/** An experiment, and how whoever exports it wants it analysed. */
export interface ToldExperiment extends ExperimentDetail, AnalysisOptions {}
