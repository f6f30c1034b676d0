/** The last epoch, the one with the lowest validation loss, and the one that early stopping would keep. */
export const moments = ["last", "best", "stopped"] as const;
export const measureNames = ["loss", "accuracy"] as const;
/** How the validation split is evaluated: dropout off, or with eval forgotten. */
export const modeNames = ["correct", "forgotten"] as const;

export type Moment = (typeof moments)[number];
export type MeasureName = (typeof measureNames)[number];
export type ModeName = (typeof modeNames)[number];
