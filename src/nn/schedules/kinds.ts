import { schemasOf } from "../../fields/registry";
import { z } from "../../messages/zod";
import { constant } from "./constant/schedule";
import { cosine } from "./cosine/schedule";
import { exponential } from "./exponential/schedule";
import { plateau } from "./plateau/schedule";
import type { ScheduleKind } from "./schedule-kind";
import { step } from "./step/schedule";

/** Every learning-rate schedule, in the order in which they are offered. */
export const schedules = [constant, step, exponential, cosine, plateau] as const;

export const scheduleSchema = z.discriminatedUnion("type", schemasOf(schedules));
export type Schedule = z.infer<typeof scheduleSchema>;
export type ScheduleType = Schedule["type"];

export const scheduleTypes = schedules.map(({ type }) => type);

/** The type selects the settings that its functions take, which the compiler cannot follow. */
export function scheduleOf({
  type,
}: Pick<Schedule, "type">): ScheduleKind<ScheduleType, (typeof scheduleSchema.options)[0]> {
  return schedules.find((schedule) => schedule.type === type) as never;
}
