import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkExperiment } from "../experiment/check";
import { presetIds, presets } from "../experiment/presets";
import { experimentSchema } from "../experiment/schema";
import { sweepOf } from "../experiment/sweep";
import { documentName, shownName } from "./given-names";
import { languages } from "./language";

test("a Korean reader sees every name that the lab gives in Korean", () => {
  for (const id of presetIds) expect(shownName(id, "ko")).not.toBe(id);
  for (const id of presetIds)
    for (const { name } of presets[id].document.variants!)
      expect(shownName(name, "ko")).toMatch(
        /^(드랍아웃( 없음)?|L2 규제|조기 종료|절반 너비|잡음|드랍아웃과 L2 규제|확률적 깊이)$/,
      );
  const experiment = experimentSchema.parse(presets.xor.document);
  const swept = sweepOf(experiment, { rates: [0, 0.25], sizes: [100, 1000], widths: [0.5] });
  expect(swept.variants.map(({ name }) => shownName(name, "ko"))).toEqual([
    "드랍아웃 없음, 100행, 너비 × 0.5",
    "p = 0.25, 100행, 너비 × 0.5",
    "드랍아웃 없음, 1000행, 너비 × 0.5",
    "p = 0.25, 1000행, 너비 × 0.5",
  ]);
  expect(checkExperiment(swept).faults).toEqual([]);
});

describe("what a person has typed is theirs:", () => {
  test.each(["textbook 2", "my dropout", "no dropout, wide", "rows", "width × two", "p = 0.3, 나의 것"])(
    "%s",
    (name) => {
      expect(shownName(name, "ko")).toBe(name);
      expect(shownName(name, "en")).toBe(name);
    },
  );
});

test("a name that is read and kept again is the same name", () => {
  const given = fc.constantFrom(
    ...presetIds,
    "no dropout",
    "dropout",
    "p = 0.1, 30 rows",
    "no dropout, width × 2",
  );
  for (const language of languages) {
    fc.assert(
      fc.property(fc.oneof(given, fc.string()), (name) => {
        // Typed in Korean, a name of the lab's is that name.
        const kept = documentName(shownName(name, language), language);
        expect(shownName(kept, language)).toBe(shownName(name, language));
      }),
    );
    fc.assert(
      fc.property(given, (name) => {
        expect(documentName(shownName(name, language), language)).toBe(name);
      }),
    );
  }
});
