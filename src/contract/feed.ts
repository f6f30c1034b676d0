import { z } from "zod";
import { labEvents } from "./lab";
import { experimentSummarySchema } from "./run-summary";
import { failureSchema } from "../messages/failure";

/**
 * How an interface that was away (a page that is loaded again, a lost connection) catches up. The lab numbers its
 * events from 1 on; a transport may lose, repeat or reorder them.
 */

/** A place in the lab's events. Numbers of different starts of the lab cannot be compared. */
export const positionSchema = z.strictObject({
  /** Names the start of the lab. */
  start: z.string().min(1).max(100),
  /** Of the last event; 0 before the first. */
  number: z.int().min(0),
});
export type Position = z.infer<typeof positionSchema>;

type LabEventName = keyof typeof labEvents;

/** A lab's event with its place. */
export type NumberedEvent = {
  [Name in LabEventName]: { name: Name; payload: z.infer<(typeof labEvents)[Name]>; position: Position };
}[LabEventName];

const [first, ...others] = (Object.keys(labEvents) as LabEventName[]).map((name) =>
  z.strictObject({ name: z.literal(name), payload: labEvents[name], position: positionSchema }),
);
const numberedEventSchema = z.discriminatedUnion("name", [
  first!,
  ...others,
]) as unknown as z.ZodType<NumberedEvent>;

export const currentWorkSchema = z.strictObject({
  /**
   * The experiments with runs in this lab's queue, and those that were queued with them and have ended since; all
   * runs of each.
   */
  experiments: z.array(experimentSummarySchema),
  /** The newest report of each run that has one and has not ended. */
  progress: z.array(labEvents.runProgress),
  /** Why the lab cannot write now. */
  storeFailure: failureSchema.nullable(),
});
export type CurrentWork = z.infer<typeof currentWorkSchema>;

export const feedVerbs = {
  /**
   * The events after this position, in order. Null if the lab has started anew since, or no longer keeps all of them:
   * then `currentWork` tells where things stand.
   */
  eventsSince: {
    request: positionSchema,
    response: z.strictObject({ events: z.array(numberedEventSchema).nullable() }),
  },
  /** What the events so far have led to; its answer's position says which event comes next. */
  currentWork: { request: z.strictObject({}), response: currentWorkSchema },
} as const;
