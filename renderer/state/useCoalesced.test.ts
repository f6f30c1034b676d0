import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useCoalesced } from "./useCoalesced";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("requests that come together are served once, when the first has waited long enough", () => {
  const act = vi.fn();
  const { soon } = useCoalesced(act, 100);
  soon();
  vi.advanceTimersByTime(90);
  soon();
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10);
  expect(act).toHaveBeenCalledOnce();
  // The next request begins anew.
  soon();
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(2);
});

test("nothing is served once it was stopped", () => {
  const act = vi.fn();
  const { soon, stop } = useCoalesced(act, 100);
  soon();
  stop();
  vi.runAllTimers();
  expect(act).not.toHaveBeenCalled();
});
