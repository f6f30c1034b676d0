import { expect, test } from "vitest";
import { restoreBounds } from "./restore-bounds";

const first = { x: 0, y: 25, width: 1920, height: 1055 };
const second = { x: 1920, y: 0, width: 2560, height: 1440 };

test("a window comes back to where it was, on whichever display", () => {
  const here = { x: 100, y: 80, width: 1200, height: 800 };
  expect(restoreBounds(here, [first, second])).toEqual(here);
  const there = { x: 2500, y: 300, width: 1600, height: 1000 };
  expect(restoreBounds(there, [first, second])).toEqual(there);
});

test("a window on a display that is gone keeps its size only, as far as there is room", () => {
  expect(restoreBounds({ x: 2500, y: 300, width: 2400, height: 1300 }, [first])).toEqual({
    width: 1920,
    height: 1055,
  });
});

test.each([
  ["almost out at the right", { x: 1850, y: 80, width: 1200, height: 800 }],
  ["out at the left", { x: -1150, y: 80, width: 1200, height: 800 }],
  ["under the bar of the system", { x: 100, y: 0, width: 1200, height: 800 }],
  ["out at the bottom", { x: 100, y: 1060, width: 1200, height: 800 }],
])("a window that is %s cannot be got hold of: the system places it", (_where, kept) => {
  expect(restoreBounds(kept, [first])).toEqual({ width: 1200, height: 800 });
});

test("a window partly out of the display stays where the person put it", () => {
  const kept = { x: 1500, y: 400, width: 1200, height: 900 };
  expect(restoreBounds(kept, [first])).toEqual(kept);
});

test("no display at all, and a window that was smaller than it may be now", () => {
  expect(restoreBounds({ x: 0, y: 0, width: 300, height: 200 }, [])).toEqual({ width: 1024, height: 700 });
});
