import { z } from "../messages/zod";
import { defineSource, split, usualMostValues } from "./source-kind";

/** A source of two classes in the plane, whose points get Gaussian noise. */
export function planeKind<const Name extends string>(source: Name, noise: number) {
  return defineSource({
    source,
    schema: z.strictObject({
      source: z.literal(source),
      ...split,
      noise: z.number().min(0).max(10).default(noise),
    }),
    fields: [{ kind: "number", key: "noise", min: 0, max: 10, step: 0.05 }],
    differences: { noise: "otherNoise" },
    mostValues: usualMostValues,
    shape: () => ({ features: 2, outputs: 2, task: "classification" }),
    task: () => "classification",
  });
}
