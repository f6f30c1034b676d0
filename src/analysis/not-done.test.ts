import { describe, expect, test } from "vitest";
import { sayFact } from "../messages/sentence";
import type { Language } from "../messages/language";
import { recordOf } from "../experiment/testing";
import { analyse } from "./analyse";
import { factsOf } from "./facts";
import { runsFacts, seedsFact } from "./not-done-facts";
import type { RunRecords } from "./runs";
import { absences, type Absence, analysisSchema } from "./schema";
import { experimentOf } from "./testing";

const pair = experimentOf([{ name: "none", rate: 0 }, { name: "p = 0.5" }]);

/** A run in each state, with and without records. */
type State = "done" | Absence | `${Absence}, measured`;
const states: readonly State[] = ["done", ...absences, ...absences.map((one) => `${one}, measured` as const)];

function runIn(state: State, variant: string, seed: number): RunRecords {
  const [why, measured] = state.split(", ") as ["done" | Absence, string?];
  const status = why === "diverged" ? "failed" : why;
  const failure = { failed: { code: "trainerCrashed" }, diverged: { code: "lossNotFinite" } };
  return {
    variant,
    seed,
    status,
    failure: why === "failed" || why === "diverged" ? failure[why] : null,
    records: why === "done" || measured ? [recordOf({ loss: 1 + seed / 10 + variant.length / 100 })] : [],
  };
}

const said = (all: readonly Parameters<typeof sayFact>[0][], language: Language = "en") =>
  all.map((fact) => sayFact(fact, language));
const numbersIn = (text: string) => (text.match(/\d+/g) ?? []).map(Number);

test("in every mixture of states, text, table and counts say the same", () => {
  // Each state with each other in both places; the third run takes turns through all.
  for (const [index, first] of states.entries())
    for (const [other, second] of states.entries())
      for (const third of [states[(3 * index + other) % states.length]!]) {
        const runs = [
          runIn(first, "none", 1),
          runIn("done", "none", 2),
          runIn(second, "p = 0.5", 1),
          runIn(third, "p = 0.5", 2),
        ];
        for (const some of [runs, runs.filter(({ status }) => status !== "done")]) {
          const analysis = analyse(pair, some);
          const { counted, unfinished, leftOut, complete } = analysis.runs;
          const notDone = analysis.variants.flatMap((variant) => variant.notDone);
          expect(counted + leftOut).toBe(some.length);
          expect(notDone.filter(({ counts }) => !counts)).toHaveLength(leftOut);
          expect(notDone.filter(({ counts }) => counts)).toHaveLength(unfinished);
          expect(complete).toBe(unfinished === 0);
          for (const variant of analysis.variants) {
            const missing = variant.notDone.filter(({ counts }) => !counts);
            const cost = variant.last?.cost.loss;
            expect(variant.planned - missing.length).toBe(variant.last?.seeds.length ?? 0);
            expect(variant.last?.correct.loss.n ?? 0).toBe(variant.planned - missing.length);
            if (cost) expect(cost.planned - cost.missing.length).toBe(cost.difference.n);
            if (variant.planned > 0) {
              const text = sayFact(seedsFact(variant), "en");
              expect(numbersIn(text)[0]).toBe(variant.planned - missing.length);
              for (const { why } of variant.notDone) expect(text).toContain(words[why]);
            }
          }
          for (const { difference, planned, missing } of analysis.comparisons)
            expect(planned - missing.length).toBe(difference.n);
          const texts = said(runsFacts(analysis));
          expect(texts).toHaveLength(Number(leftOut > 0) + Number(unfinished > 0));
          for (const text of texts) {
            const isOut = text.startsWith("Not counted");
            expect(numbersIn(text).slice(0, 2)).toEqual([isOut ? leftOut : unfinished, some.length]);
          }
          expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
        }
      }
});

const words: Record<Absence, string> = {
  diverged: "diverged",
  failed: "failed",
  cancelled: "stopped",
  interrupted: "interrupted",
  queued: "waiting",
  running: "training",
  paused: "paused",
};

describe("sentences", () => {
  const seeds = [1, 2, 3, 4];
  const runsWith = (state: State) =>
    seeds.flatMap((seed) => [
      runIn("done", "none", seed),
      runIn(seed === 4 ? state : "done", "p = 0.5", seed),
    ]);

  test.each(absences)("name a seed that is missing because it is %s, beside each number", (why) => {
    const [headline] = said(factsOf(analyse(pair, runsWith(`${why}, measured`))));
    expect(headline).toContain(`3 seeds on this one draw, of 4: 1 ${words[why]}`);
    const korean = said(factsOf(analyse(pair, runsWith(`${why}, measured`))), "ko")[0];
    expect(korean).toMatch(/시드 3개\(전체 4개, .+ 1개\)/);
  });

  test.each(["diverged", "failed", "cancelled", "interrupted"] as const)(
    "name a variant without any number: all of it %s",
    (why) => {
      const runs = seeds.flatMap((seed) => [runIn("done", "none", seed), runIn(why, "p = 0.5", seed)]);
      expect(said(factsOf(analyse(pair, runs))).join(" ")).toContain(
        `Missing from these numbers: 4 of 4 seeds of "p = 0.5" (4 ${words[why]}).`,
      );
    },
  );

  test("one seed that is left says that it is one of several", () => {
    const runs = [1, 2, 3].flatMap((seed) => [
      runIn(seed === 1 ? "done" : "diverged", "none", seed),
      runIn("done", "p = 0.5", seed),
    ]);
    expect(said(factsOf(analyse(pair, runs)))[0]).toContain(
      "(1 seed on this one draw, of 3: 2 diverged, not tested)",
    );
  });

  test("are as they were where nothing is missing", () => {
    expect(said(factsOf(analyse(pair, runsWith("done")))).join(" ")).not.toMatch(/Missing| of 4/);
  });
});
