/** The last epoch, the one with the lowest validation loss, and the one that early stopping would keep. */
export const epochSelections = ["last", "best", "stopped"] as const;
export const metricNames = ["loss", "accuracy"] as const;
/** How the validation split is evaluated: dropout off, or with eval forgotten. */
export const modeNames = ["correct", "forgotten"] as const;

export type EpochSelection = (typeof epochSelections)[number];
export type MetricName = (typeof metricNames)[number];
export type ModeName = (typeof modeNames)[number];
