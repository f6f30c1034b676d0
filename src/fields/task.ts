import { z } from "../messages/zod";

/** What a network learns of its data: which of some classes a sample has, or a value. */
export const taskSchema = z.enum(["classification", "regression"]);
export type Task = z.infer<typeof taskSchema>;

/** In the order in which they are offered. */
export const tasks = taskSchema.options;
