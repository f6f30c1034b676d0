import { expect, test } from "vitest";
import { pointsOf } from "../testing";

test("without noise every point lies on its class's half circle", async () => {
  for (const { x, y, label } of await pointsOf("moons", 0)) {
    expect(label === 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5)).toBeCloseTo(1, 6);
  }
});
