import { z } from "zod";
import { environmentSchema } from "../experiment/result";
import { failureSchema } from "../messages/failure";
import { id } from "./run-summary";

/** Other machines that train runs of this lab (docs/distributed.md). */

/** What a machine says of itself, a few times a minute; who is silent for longer is not listed. */
export const machineSchema = z.strictObject({
  /** Of its `lab worker`; another one after a restart. */
  id: z.string().min(1).max(100),
  host: z.string().max(255),
  cores: z.int().min(1),
  /** Runs that it trains at the same time at most. */
  jobs: z.int().min(1),
  /** That it expects to load; null until it is known, or if none works. */
  backend: environmentSchema.shape.backend.nullable(),
  /** Of its lab. One of another version than this lab's gets no runs. */
  version: z.string().max(100),
  /** The runs that it trains now, also those of other labs at the same queue. */
  runs: z.array(id).max(10_000),
  /** Runs that it has brought to an end, and those that it took over from a worker that was lost. */
  done: z.int().min(0),
  retried: z.int().min(0),
  /** Why it gave a run back to others, such as a full disk; null once it has brought another one to its end. */
  trouble: failureSchema.nullable().default(null),
});
export type Machine = z.infer<typeof machineSchema>;

export const machinesSchema = z.strictObject({
  /** Null if this lab trains on its own machine only. */
  queue: z
    .strictObject({
      /** Whether it can be reached now. */
      connected: z.boolean(),
      /** Deliveries of a run after its worker was lost. */
      redelivered: z.int().min(0),
      /** Messages that came too late, from a worker that had lost its run, or of a run that had ended. */
      dropped: z.int().min(0),
    })
    .nullable(),
  machines: z.array(machineSchema),
});
export type Machines = z.infer<typeof machinesSchema>;

export const machineVerbs = {
  /** The machines that are heard of now, and what was lost and retried. Asked again every few seconds. */
  machines: { request: z.strictObject({}), response: machinesSchema },
} as const;
