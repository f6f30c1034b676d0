export { epochSelections, type EpochSelection } from "../experiment/epoch-selection";

export const metricNames = ["loss", "accuracy"] as const;
/** How the validation split is evaluated: dropout off, or with eval forgotten. */
export const modeNames = ["correct", "forgotten"] as const;

export type MetricName = (typeof metricNames)[number];
export type ModeName = (typeof modeNames)[number];
