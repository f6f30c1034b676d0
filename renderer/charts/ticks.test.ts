import { expect, test } from "vitest";
import { timeStep } from "./ticks";

test("ticks of time are steps that people know, eight or fewer", () => {
  expect(timeStep({ from: 0, to: 5 })).toBeUndefined();
  expect(timeStep({ from: 0, to: 100 })).toBe(15);
  expect(timeStep({ from: 0, to: 4000 })).toBe(600);
  expect(timeStep({ from: 0, to: 3 * 86_400 })).toBe(43_200);
  expect(timeStep({ from: 0, to: 40 * 86_400 })).toBe(5 * 86_400);
});
