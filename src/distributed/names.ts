/** What this lab's keys and channels in Redis are called; a user of the server's needs these only: `~dropout-lab:* &dropout-lab:*`. */
export const prefix = "dropout-lab";

/** Workers of another version never get a job: a version has its own queue. @param version of the lab */
export const queueOf = (version: string): string => `runs-${version.replace(/[^\w.-]/g, "_")}`;

/** A hash: where a run stands, see run-state.ts. */
export const runKey = (runId: string): string => `${prefix}:run:${runId}`;

/** A channel: its worker looks at the hash again. */
export const wishChannel = (runId: string): string => `${prefix}:wish:${runId}`;

/** A stream: what workers tell of an experiment's runs and its lab has not kept yet. */
export const wordsKey = (experimentId: string): string => `${prefix}:words:${experimentId}`;

/** A hash: what happened that should be rare. */
export const countersKey = `${prefix}:counters`;

/** The last number that a run was begun or delivered with. */
export const numberKey = `${prefix}:number`;

/** Machines by the time (ms since 1970) at which they count as gone, and what each says of itself. */
export const machinesKey = `${prefix}:machines`;
export const machineKey = (id: string): string => `${prefix}:machine:${id}`;

/** Labs' versions by the time at which each counts as gone: workers of another one say so. */
export const versionsKey = `${prefix}:versions`;
