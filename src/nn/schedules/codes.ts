import { constantCode } from "./constant/code";
import { cosineCode } from "./cosine/code";
import { exponentialCode } from "./exponential/code";
import type { Schedule, ScheduleType } from "./kinds";
import { plateauCode } from "./plateau/code";
import type { ScheduleCode } from "./schedule-code";
import { stepCode } from "./step/code";

const codes = {
  constant: constantCode,
  step: stepCode,
  exponential: exponentialCode,
  cosine: cosineCode,
  plateau: plateauCode,
} satisfies { readonly [Type in ScheduleType]: ScheduleCode<Extract<Schedule, { type: Type }>> };

/** The type selects the settings that its functions take, which the compiler cannot follow. */
export function scheduleCodeOf({ type }: Pick<Schedule, "type">): ScheduleCode<Schedule> {
  return codes[type] as unknown as ScheduleCode<Schedule>;
}
