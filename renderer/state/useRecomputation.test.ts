import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useRecomputation } from "./useRecomputation";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Like an analysis of many runs: each computation takes half a second. */
function slow() {
  const compute = vi.fn(() => void vi.setSystemTime(Date.now() + 500));
  return { compute, each: useRecomputation(compute) };
}

test("what is out of date is marked until it is computed", () => {
  const { compute, each } = slow();
  each.now();
  expect(each.isPending.value).toBe(false);
  each.soon(false);
  each.soon(false);
  expect(each.isPending.value).toBe(true);
  vi.runAllTimers();
  expect(compute).toHaveBeenCalledTimes(2);
  expect(each.isPending.value).toBe(false);
});

test("after the last run has ended nothing waits for its turn", () => {
  const compute = vi.fn();
  const each = useRecomputation(compute);
  each.soon(false);
  each.soon(true);
  expect(each.isPending.value).toBe(true);
  // Less than a turn, which is half a second or more.
  vi.advanceTimersByTime(100);
  expect(compute).toHaveBeenCalledOnce();
  expect(each.isPending.value).toBe(false);
  vi.runAllTimers();
  expect(compute).toHaveBeenCalledOnce();
});

test("nothing is computed once it was stopped", () => {
  const compute = vi.fn();
  const each = useRecomputation(compute);
  each.soon(true);
  each.stop();
  vi.runAllTimers();
  expect(compute).not.toHaveBeenCalled();
});
