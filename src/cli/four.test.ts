import { afterEach, beforeEach, expect, test } from "vitest";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
beforeEach(() => void (terminal = openTerminal()));
afterEach(() => terminal.close());

interface Told {
  masks: { kept: boolean[]; probability: number; output: number }[];
  scalings: { scaling: string; mean: number; inference: number; keepsMean: boolean }[];
}

test("lab four goes over all 16 masks, and × p keeps the mean at p = 0.5 only", async () => {
  const { output, code } = await terminal.lab("four", "0.3");
  expect(code).toBe(0);
  expect(output).toContain("0.4 · 1 + 0.3 · 2 + -0.2 · 3 + 0.4 · 4 = 2; p = 0.3");
  expect(output.match(/^[01]{4} /gm)).toHaveLength(16);
  expect(output).toMatch(/^0101 +0\.0441 +2\.2 +3\.142857$/m);
  expect(output).toMatch(/^no scaling +1\.4 +\S+ +2 +no$/m);
  expect(output).toMatch(/^× p at inference +1\.4 +\S+ +0\.6 +no$/m);
  expect(output).toMatch(/^× \(1 - p\) at inference +1\.4 +\S+ +1\.4 +yes$/m);
  const half = await terminal.lab("four");
  expect(half.output).toMatch(/^× p at inference +1 +\S+ +1 +yes$/m);

  const json = await terminal.lab("four", "0.2", "--inputs", "1,1,1,1", "--weights", "-1,2,0.5,4", "--json");
  const { masks, scalings } = JSON.parse(json.output) as Told;
  const mean = masks.reduce((sum, mask) => sum + mask.probability * mask.output, 0);
  expect(mean).toBeCloseTo(0.8 * 5.5, 12);
  expect(scalings.find(({ scaling }) => scaling === "inverted")).toMatchObject({ inference: 5.5 });
});

test("lab four refuses a rate that is none and other than four numbers", async () => {
  for (const line of [["1"], ["-0.1"], ["0.5", "--inputs", "1,2,3"], ["0.5", "--weights", "1,2,x,4"]]) {
    expect((await terminal.lab("four", ...line)).code, line.join(" ")).toBe(2);
  }
});
