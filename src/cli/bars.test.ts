import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { isActive } from "../experiment/result";
import { recordOf } from "../experiment/testing";
import type { RunSummary } from "../contract/contract";
import { barView } from "./bars";
import { type RunState, stateText } from "./progress";
import { timeText } from "./text";

/** A terminal that remembers what was written to it. */
function terminal() {
  let text = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { output: Object.assign(stream, { isTTY: true, columns: 120 }), written: () => text };
}

function state(variant: string, status: RunSummary["status"], epoch: number): RunState {
  const ended = !isActive(status) ? "2026-01-01T00:00:00.000Z" : null;
  return {
    run: {
      id: variant,
      experimentId: "e",
      variant,
      rate: null,
      seed: 1,
      status,
      attempt: 1,
      failure: null,
      epochsDone: epoch - 1,
      epochs: 8,
      started: null,
      ended,
    },
    progress: {
      runId: variant,
      epoch,
      samplesDone: 50,
      samples: 100,
      samplesPerSecond: 12345.6,
      secondsLeft: 75,
    },
    last: null,
  };
}

test("every running run has its own bar, and one bar counts them all", () => {
  const { output, written } = terminal();
  const view = barView(output, 2);
  view.show([
    state("a", "done", 8),
    state("b", "running", 4),
    state("c", "running", 7),
    state("d", "queued", 1),
  ]);
  view.say("a line that stays");
  view.close();
  expect(written()).toContain("a line that stays");
  expect(written()).toMatch(/all +\[=+-+\] 1 of 4 runs/);
  expect(written()).toMatch(/b, seed 1 +\[={10,11}-+\] epoch 4\/8, 12,346 samples\/s, 1:15 left/);
  expect(written()).toMatch(/c, seed 1 +\[={19,20}-+\] epoch 7\/8/);
  expect(written()).not.toContain("a, seed");
  expect(written()).not.toContain("d, seed");
});

test("a run that ended before its time counts as far as it came, so no bar is full while something is missing", () => {
  const { output, written } = terminal();
  const view = barView(output, 1);
  const half = recordOf({ loss: 0.5 }, { loss: 0.5 }, 4);
  view.show([
    { ...state("a", "cancelled", 5), last: half },
    { ...state("b", "failed", 5), last: half },
    { ...state("c", "interrupted", 5), last: half },
    { ...state("d", "interrupted", 1), progress: null },
    state("e", "done", 8),
  ]);
  view.close();
  // 3 × 4 and 8 of 5 × 8 epochs.
  expect(written()).toMatch(/all +\[={12}-{12}\] 5 of 5 runs/);
});

test("a run that is begun again says so while it measures what is known", () => {
  const at = (attempt: number, known: number) => {
    const first = state("a", "running", 3);
    return stateText({
      ...first,
      run: { ...first.run, attempt },
      last: recordOf({ loss: 0.5 }, { loss: 0.5 }, known),
    });
  };
  expect(at(2, 5)).toMatch(/^epoch 3\/8 again, loss 0\.500, /);
  expect(at(2, 2)).toMatch(/^epoch 3\/8, /);
  // The first attempt's newest record may arrive before its epoch's last report.
  expect(at(1, 3)).toMatch(/^epoch 3\/8, /);
});

test.each([
  [0.4, "0:00"],
  [59.6, "1:00"],
  [754, "12:34"],
  [10801, "3:00:01"],
])("%f seconds are %s", (seconds, text) => expect(timeText(seconds)).toBe(text));
