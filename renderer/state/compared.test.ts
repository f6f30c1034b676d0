import { expect, test } from "vitest";
import { variantLooks } from "../../src/report/looks";
import { comparedGroups, experimentNames, without } from "./compared";
import { comparedExperiment } from "../compare/testing";

const twoVariants = [{ name: "no dropout", rate: 0 }, { name: "dropout" }];

test("one experiment: its groups have the names and colours that the lab shows", () => {
  const { runs, ...experiment } = comparedExperiment("one", twoVariants);
  const picked = { ...experiment, runs: runs.filter(({ variant }) => variant === "dropout") };
  expect(
    comparedGroups([picked]).map(({ name, look, runs: members }) => [name, look, members.length]),
  ).toEqual([["dropout", variantLooks(experiment.experiment)[1], 3]]);
});

test("several experiments: groups say whose they are, and no look stands for two", () => {
  const experiments = [comparedExperiment("one", twoVariants), comparedExperiment("two", twoVariants)];
  experiments[0] = {
    ...experiments[0]!,
    runs: experiments[0]!.runs.filter(({ variant }) => variant === "dropout"),
  };
  const groups = comparedGroups(experiments);
  expect(groups.map(({ name }) => name)).toEqual(["one: dropout", "two: no dropout", "two: dropout"]);
  expect(new Set(groups.map(({ look: { ink, marker } }) => JSON.stringify([ink, marker]))).size).toBe(3);
  expect(groups[0]!.look.ink).toEqual(variantLooks(experiments[0]!.experiment)[1]!.ink);
  expect(groups[1]!.look.ink).toEqual(variantLooks(experiments[1]!.experiment)[0]!.ink);
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
