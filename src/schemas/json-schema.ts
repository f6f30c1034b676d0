import { z } from "zod";
import { analysisSchema } from "../analysis/schema";
import { runsDocumentSchema } from "../report/runs-document";
import { resultSchema } from "../experiment/result";
import { experimentSchema } from "../experiment/schema";

/**
 * The JSON Schemas of the public formats, for editors and other programs; docs/ holds them as files. What depends on
 * two fields at once (outputs and classes, loss and task) is beyond a JSON Schema: check.ts finds it.
 */
export const jsonSchemas = {
  /** As people write it: fields with a default may be left out. */
  experiment: { title: "Dropout Lab experiment", ...z.toJSONSchema(experimentSchema, { io: "input" }) },
  /** As the lab writes it: every default filled in. */
  result: { title: "Dropout Lab result", ...z.toJSONSchema(resultSchema, { io: "output" }) },
  /** What its runs show. */
  analysis: { title: "Dropout Lab analysis", ...z.toJSONSchema(analysisSchema, { io: "output" }) },
  /** Chosen runs of any experiments, with what they show. */
  runs: { title: "Dropout Lab runs", ...z.toJSONSchema(runsDocumentSchema, { io: "output" }) },
};
