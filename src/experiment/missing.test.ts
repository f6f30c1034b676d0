import { expect, test } from "vitest";
import { type FailureCode, failuresEn } from "../messages/failures.en";
import { failsEveryTime, isMissing } from "./missing";
import { runStatuses } from "./result";

const failureOf = (code: FailureCode) => ({ code, parameters: {} });

test("of all failures, only those of the document and the seed alone come every time", () => {
  const codes = Object.keys(failuresEn) as FailureCode[];
  expect(codes.filter((code) => failsEveryTime(failureOf(code))).sort()).toEqual([
    "dataTooLarge",
    "lossForClassification",
    "lossForRegression",
    "lossNotFinite",
    "noDenseLayer",
    "outputsNotOne",
  ]);
});

test.each<FailureCode>([
  "trainerKilled",
  "trainerOutOfMemory",
  "trainerCrashed",
  "trainerExited",
  "trainerNotStarted",
  "fileMissing",
  "fileDamaged",
  "csvTextValue",
  "outputsNotClasses",
  "backendUnavailable",
  "runNotRepeated",
  "unexpected",
])("%s may pass another time", (code) => {
  expect(isMissing({ status: "failed", failure: failureOf(code) })).toBe(true);
});

test("is missing: what was interrupted, cancelled or failed and could be trained further", () => {
  const missing = (failure: ReturnType<typeof failureOf> | null) =>
    runStatuses.filter((status) => isMissing({ status, failure }));
  expect(missing(null)).toEqual(["failed", "cancelled", "interrupted"]);
  expect(missing(failureOf("trainerKilled"))).toEqual(["failed", "cancelled", "interrupted"]);
  expect(missing(failureOf("lossNotFinite"))).toEqual(["cancelled", "interrupted"]);
});
