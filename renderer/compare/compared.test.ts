import { expect, test } from "vitest";
import { comparedGroups, experimentNames, without } from "./compared";
import { comparedExperiment } from "./testing";

const twoVariants = [{ name: "no dropout", rate: 0 }, { name: "dropout" }];

test("one experiment: its groups have the names and colours that the lab shows", () => {
  const { runs, ...experiment } = comparedExperiment("one", twoVariants);
  const picked = { ...experiment, runs: runs.filter(({ variant }) => variant === "dropout") };
  expect(
    comparedGroups([picked]).map(({ name, colour, runs: members }) => [name, colour, members.length]),
  ).toEqual([["dropout", 1, 3]]);
});

test("several experiments: groups say whose they are, and no colour stands for two", () => {
  const experiments = [comparedExperiment("one", twoVariants), comparedExperiment("two", twoVariants)];
  experiments[0] = {
    ...experiments[0]!,
    runs: experiments[0]!.runs.filter(({ variant }) => variant === "dropout"),
  };
  expect(comparedGroups(experiments).map(({ name, colour }) => [name, colour])).toEqual([
    ["one: dropout", 1],
    ["two: no dropout", 0],
    ["two: dropout", 2],
  ]);
});

test("experiments of one name are numbered", () => {
  const experiments = ["a", "b", "c"].map((id) =>
    comparedExperiment(id, twoVariants, { name: id === "b" ? "b" : "x" }),
  );
  expect(experimentNames(experiments)).toEqual(["x (1)", "b", "x (2)"]);
});

test("a group that is taken out takes its runs with it, the last one its experiment", () => {
  const experiments = [comparedExperiment("one", twoVariants), comparedExperiment("two", twoVariants)];
  const left = without(experiments, new Set(["one/no dropout", "one/dropout", "two/dropout"]));
  expect(left.map(({ id, runs }) => [id, runs.map(({ variant }) => variant)])).toEqual([
    ["two", ["no dropout", "no dropout", "no dropout"]],
  ]);
});
