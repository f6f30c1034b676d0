import { expect, test } from "vitest";
import { pointsOf } from "../testing";

test("without noise every point lies on its class's circle", async () => {
  for (const { x, y, label } of await pointsOf("circles", 0)) {
    expect(Math.hypot(x, y)).toBeCloseTo(label === 0 ? 1 : 0.5, 6);
  }
});
