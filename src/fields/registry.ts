import type { ProblemCode } from "../messages/problems.en";
import type { FailureParameters } from "../messages/failure";
import type { z } from "../messages/zod";

/** The schemas of registered things, as a tuple that keeps each one's type. */
export function schemasOf<const Things extends readonly { readonly schema: z.ZodObject }[]>(things: Things) {
  return things.map(({ schema }) => schema) as unknown as {
    readonly [Place in keyof Things]: Things[Place]["schema"];
  };
}

/** What is wrong or unwise about a thing's own settings; `field` is one of them. */
export interface SettingProblem {
  readonly field: string;
  readonly code: ProblemCode;
  readonly parameters?: FailureParameters;
}
