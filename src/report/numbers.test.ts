import { expect, test } from "vitest";
import { boundsOf, estimate } from "../analysis/estimate";
import { lossText, spreadText } from "./numbers";

test("± is half of the 95 % interval", () => {
  // SciPy: t.interval(0.95, 2, loc=2, scale=1 / sqrt(3)) is -0.484 to 4.484.
  expect(spreadText("loss", estimate([1, 2, 3]))).toBe("2.000 ± 2.484");
  expect(spreadText("loss", estimate([1]))).toBe("1.000");
});

test("an accuracy's interval stays within 0 and 100 %, and then is given by its ends", () => {
  expect(spreadText("accuracy", estimate([0.5, 0.5, 0.6], boundsOf.accuracy))).toBe("53.3 ± 14.3");
  expect(spreadText("accuracy", estimate([0.99, 0.9], boundsOf.accuracy))).toBe("94.5 [37.3, 100.0]");
  expect(spreadText("accuracy", estimate([0, 0.5], boundsOf.accuracy))).toBe("25.0 [0.0, 100.0]");
});

test.each([
  [0.39214, undefined, "0.392"],
  [0.0312, 0.39214, "0.031"],
  [0.0312, undefined, "0.0312"],
  [12.34567, undefined, "12.346"],
  [0, undefined, "0.000"],
  [1e-12, undefined, "1.00e−12"],
  [-1e7, undefined, "−1.00e+7"],
])("a loss of %f beside %f is written %s", (loss, beside, text) => expect(lossText(loss, beside)).toBe(text));
