import type { DataConfig, Task } from "../experiment/schema";
import { trainingRowsOf } from "../experiment/variants";
import type { Fact } from "../messages/sentence";
import type { SentenceCode } from "../messages/sentences.en";
import type { AcrossGroup } from "./across-group";

/** What is said of each field of the data in which two experiments may not differ. */
const dataCodes: Readonly<Record<string, SentenceCode>> = {
  seed: "otherDataSeed",
  validation: "otherValidation",
  features: "otherFeatures",
  informative: "otherInformative",
  classes: "otherClasses",
  separation: "otherSeparation",
  labelNoise: "otherLabelNoise",
  noise: "otherNoise",
  path: "otherFile",
  images: "otherFile",
  labels: "otherFile",
  target: "otherTarget",
  header: "otherHeader",
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
    ...(common.length === 0
      ? [plain("noCommonSeed")]
      : measured === 0
        ? [plain("noCommonSeedMeasured")]
        : []),
  ];
}

/** What cannot be looked up: the store keeps where a file lay, and nothing of what was in it. */
export function assumptionsOf({ experiment: { data } }: AcrossGroup): Fact[] {
  return data.source === "csv" || data.source === "idx" ? [plain("fileTakenUnchanged")] : [];
}

function taskObstacles(group: AcrossGroup, against: AcrossGroup): Fact[] {
  if (taskOf(group.experiment.data) !== taskOf(against.experiment.data)) return [plain("otherTask")];
  return group.experiment.training.loss === against.experiment.training.loss ? [] : [plain("otherLoss")];
}

function dataObstacles(group: AcrossGroup, against: AcrossGroup): Fact[] {
  const [own, other] = [group.experiment.data, against.experiment.data];
  if (own.source !== other.source) return [plain("otherSource")];
  const rows = [group, against].map(({ experiment, settings }) => trainingRowsOf(experiment, settings));
  const fields = Object.keys(dataCodes).filter((field) => field in own);
  return [
    ...fields.flatMap((field) => {
      const values = [own, other].map((data) => (data as Record<string, unknown>)[field]);
      return values[0] === values[1] ? [] : [differing(dataCodes[field]!, values)];
    }),
    ...(rows[0] === rows[1]
      ? // The targets of a regression are in units of the whole training split's, whatever a variant trains on.
        taskOf(own) === "regression" && own.train !== other.train
        ? [differing("otherTargetScale", [own.train, other.train])]
        : []
      : [differing("otherTrain", rows)]),
  ];
}

function taskOf(data: DataConfig): Task {
  return data.source === "csv" ? data.task : "classification";
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
