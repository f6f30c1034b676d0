import { expect, test } from "vitest";
import { pointsOf } from "../testing";

test("without noise every point lies on its class's arm", async () => {
  for (const { x, y, label } of await pointsOf("spirals", 0)) {
    const way = Math.hypot(x, y) / 2;
    const angle = 3.5 * Math.PI * way + Math.PI * label;
    expect(x).toBeCloseTo(2 * way * Math.sin(angle), 5);
    expect(y).toBeCloseTo(2 * way * Math.cos(angle), 5);
  }
});
