import { z } from "../../messages/zod";
import { defineSource, split, usualMostValues } from "../source-kind";

const schema = z.strictObject({
  source: z.literal("clusters"),
  ...split,
  /** Input dimensions, of which only `informative` carry the class. */
  features: z.int().min(1).max(10_000).default(300),
  informative: z.int().min(1).max(10_000).default(20),
  classes: z.int().min(2).max(100).default(10),
  /** Distance scale between the class centres, in standard deviations of a cluster. */
  separation: z.number().min(0).max(100).default(1),
  /** Share of training and validation labels that are replaced by a random class. */
  labelNoise: z.number().min(0).max(1).default(0.05),
});

export const clusters = defineSource({
  source: "clusters",
  schema,
  fields: [
    { kind: "number", key: "features", min: 1, max: 10_000, step: 10 },
    { kind: "number", key: "informative", min: 1, max: 10_000, step: 1 },
    { kind: "number", key: "classes", min: 2, max: 100, step: 1 },
    { kind: "number", key: "separation", min: 0, max: 100, step: 0.1 },
    { kind: "number", key: "labelNoise", min: 0, max: 1, step: 0.05 },
  ],
  differences: {
    features: "otherFeatures",
    informative: "otherInformative",
    classes: "otherClasses",
    separation: "otherSeparation",
    labelNoise: "otherLabelNoise",
  },
  mostValues: usualMostValues,
  shape: ({ features, classes }) =>
    features === undefined || classes === undefined
      ? null
      : { features, outputs: classes, task: "classification" },
  task: () => "classification",
  problems({ informative, features }) {
    if (informative === undefined || features === undefined || informative <= features) return [];
    return [
      { field: "informative", code: "informativeAboveFeatures", parameters: { informative, features } },
    ];
  },
});
