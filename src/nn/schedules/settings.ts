import type { NumberField } from "../../fields/fields";
import { z } from "../../messages/zod";

/** Settings that several schedules have. */

/** Epochs over which the learning rate grows from step to step, before the schedule begins. */
export const warmup = z.int().min(0).max(100_000).default(0);
export const warmupField: NumberField = { kind: "number", key: "warmup", min: 0 };

/** What the learning rate is multiplied by each time. */
export const decayFactor = z.number().positive().max(1);
export const factorField: NumberField = { kind: "number", key: "factor", min: 0.0001, max: 1, step: 0.05 };
