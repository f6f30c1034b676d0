import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WakingClock } from "./waking-clock";

function clockByHand() {
  let time = 1000;
  const clock = new WakingClock(() => time);
  const begun = clock.now();
  return {
    beat: () => clock.beat(),
    goOn: (milliseconds: number) => void (time += milliseconds),
    passed: () => clock.now() - begun,
  };
}

describe("a clock that does not count sleep", () => {
  test("is one like any other until the first beat, which may come late", () => {
    const clock = clockByHand();
    clock.goOn(60_000);
    expect(clock.passed()).toBe(60_000);
    clock.beat();
    expect(clock.passed()).toBe(60_000);
  });

  test("counts two seconds of a gap at most, read before the next beat or after it", () => {
    const clock = clockByHand();
    clock.beat();
    clock.goOn(1500);
    expect(clock.passed()).toBe(1500);
    clock.beat();
    clock.goOn(3_600_000);
    expect(clock.passed()).toBe(3500);
    clock.beat();
    expect(clock.passed()).toBe(3500);
    clock.goOn(500);
    expect(clock.passed()).toBe(4000);
  });

  test("never goes back, and never faster than the real one", () => {
    const steps = fc.array(fc.record({ beat: fc.boolean(), after: fc.nat(10_000) }), { maxLength: 50 });
    fc.assert(
      fc.property(steps, (all) => {
        const clock = clockByHand();
        let before = 0;
        for (const { beat, after } of all) {
          clock.goOn(after);
          if (beat) clock.beat();
          const now = clock.passed();
          expect(now).toBeGreaterThanOrEqual(before);
          expect(now - before).toBeLessThanOrEqual(after);
          before = now;
        }
      }),
    );
  });

  test("is driven by a thread of its own, however long this one does not look", async () => {
    const clock = new WakingClock().start();
    // Before the first beat it is an ordinary clock, and the thread needs time to start.
    await expect.poll(() => Atomics.load(clock["memory"].version, 0), { timeout: 60_000 }).toBeGreaterThan(0);
    const [begun, real] = [clock.now(), performance.now()];
    // This thread looks at nothing else. Without beats, the clock stops after two seconds, and so does this loop in the
    // end.
    while (clock.now() - begun <= 4000 && performance.now() - real < 60_000);
    expect(clock.now() - begun).toBeGreaterThan(4000);
  });
});
