import { expect, test } from "vitest";
import { unitOfName } from "./unit-of-name";

test.each([
  ["price (EUR)", "EUR"],
  ["길이(cm)", "cm"],
  ["가격(만원)", "만원"],
  ["flow [m³/s]", "m³/s"],
  ["temp_C", "C"],
  ["length_m", "m"],
  ["weight_kg", "kg"],
  ["price_USD", "USD"],
  ["humidity_%", "%"],
  ["duration ms", "ms"],
  ["면적_m2", "m2"],
])("%s is in %s", (name, unit) => {
  expect(unitOfName(name)).toBe(unit);
});

test.each([
  "price",
  "group_A",
  "y",
  "",
  "temp_min",
  "bike_count",
  "y (1)",
  "age (18-25)",
  "vitamin_C",
  "x (a, b)",
  "m",
])("%s has no unit", (name) => {
  expect(unitOfName(name)).toBe(null);
});
