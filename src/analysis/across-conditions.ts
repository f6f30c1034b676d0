import { type DataConfig, kindOfSource, needsFiles, taskOfData } from "../data/kinds";
import { experimentOf, trainingRowsOf } from "../experiment/variants";
import type { Fact } from "../messages/sentence";
import type { SentenceCode } from "../messages/sentences.en";
import type { AcrossGroup } from "./across-group";
import { haltedAt } from "./groups";

/** What is said of each field of the data that every source has and in which two experiments may not differ. */
const commonDifferences: Readonly<Record<string, SentenceCode>> = {
  seed: "otherDataSeed",
  validation: "otherValidation",
};

/**
 * Why runs of equal seed of two groups cannot be paired, each condition that fails by itself. What they train with may
 * differ: that is what the comparison is about.
 * @param measured pairs of runs that both have numbers
 */
export function obstaclesOf(group: AcrossGroup, against: AcrossGroup, measured: number): Fact[] {
  const common = group.all.filter(({ seed }) => against.all.some((run) => run.seed === seed));
  return [
    ...taskObstacles(group, against),
    ...dataObstacles(group, against),
    ...([group, against].some(({ experiment, all }) => haltedAt(experiment, all) !== undefined)
      ? [plain("otherHalted")]
      : []),
    ...(common.length === 0
      ? [plain("noCommonSeed")]
      : measured === 0
        ? [plain("noCommonSeedMeasured")]
        : []),
  ];
}

/** What cannot be looked up: the store keeps where a file lay, and nothing of what was in it. */
export function assumptionsOf({ experiment: { data } }: AcrossGroup): Fact[] {
  return needsFiles(data.source) ? [plain("fileTakenUnchanged")] : [];
}

function taskObstacles(group: AcrossGroup, against: AcrossGroup): Fact[] {
  if (taskOfData(group.experiment.data) !== taskOfData(against.experiment.data)) return [plain("otherTask")];
  return group.experiment.training.loss === against.experiment.training.loss ? [] : [plain("otherLoss")];
}

function dataObstacles(group: AcrossGroup, against: AcrossGroup): Fact[] {
  const [own, other] = [group, against].map(
    ({ experiment, settings }) => experimentOf(experiment, settings).data,
  ) as [DataConfig, DataConfig];
  if (own.source !== other.source) return [plain("otherSource")];
  const rows = [group, against].map(({ experiment, settings }) => trainingRowsOf(experiment, settings));
  const differences = Object.entries({ ...commonDifferences, ...kindOfSource(own.source).differences });
  return [
    ...resamplingObstacles(group, against),
    ...differences.flatMap(([field, code]) => {
      const values = [own, other].map((data) => (data as Record<string, unknown>)[field]);
      return isEqual(values) ? [] : [differing(code!, values)];
    }),
    ...(rows[0] === rows[1]
      ? // The targets of a regression are in units of the whole training split's, whatever a variant trains on.
        taskOfData(own) === "regression" && own.train !== other.train
        ? [differing("otherTargetScale", [own.train, other.train])]
        : []
      : [differing("otherTrain", rows)]),
  ];
}

/** Folds are pieces of all rows that are used, so that the test rows count as well. */
function resamplingObstacles(group: AcrossGroup, against: AcrossGroup): Fact[] {
  const [own, other] = [group, against].map(({ experiment }) => experiment);
  const choices = [own!.evaluation.resample, other!.evaluation.resample];
  if (choices[0] !== choices[1]) return [differing("otherResampling", choices)];
  const tests = [own!.data.test, other!.data.test];
  return choices[0] === "folds" && tests[0] !== tests[1] ? [differing("otherTest", tests)] : [];
}

/** Settings may be lists, such as a table's columns. */
function isEqual([own, other]: readonly unknown[]): boolean {
  return JSON.stringify(own) === JSON.stringify(other);
}

function plain(code: SentenceCode): Fact {
  return { code, parameters: {} };
}

function differing(code: SentenceCode, values: readonly unknown[]): Fact {
  const [own, other] = values.map((value) =>
    typeof value === "number" ? value : code === "otherFile" ? shortly(String(value), values) : String(value),
  );
  return { code, parameters: { own: own!, other: other! } };
}

/** The name of a file; all of its path where both have one name. */
function shortly(path: string, paths: readonly unknown[]): string {
  const [name, twin] = [path, ...paths.filter((one) => one !== path)].map((one) =>
    String(one).split(/[\\/]/).at(-1),
  );
  return name === twin ? path : name!;
}
