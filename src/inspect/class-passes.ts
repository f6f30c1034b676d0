import { mostSamplesShown, type Passes } from "../contract/inspect-passes";
import type { Dataset, Split } from "../data/dataset";
import { predictedClass } from "../engine/predicted-class";
import { softmax } from "../engine/softmax";
import type { Predictions } from "./predictor";
import { classMeasures, confidenceBins, entropyOf, passCounts, pictureOf, spreadOf } from "./uncertainty";

/** Of outputs that become probabilities: what their average over the passes says. */
export function classesOver(
  predictor: Predictions,
  data: Dataset,
  split: Split,
  passes: number,
): Pick<Passes, "classification"> {
  const { outputs: classes } = data;
  const { rows, targets } = split;
  const evaluated = predictor.predict(null);
  softmax(evaluated, classes);
  const sums = new Float64Array(rows * classes);
  const entropies = new Float64Array(rows);
  const single = [];
  const curve = [];
  const counts = new Set(passCounts(passes));
  for (let pass = 0; pass < passes; pass++) {
    const drawn = predictor.predict(pass);
    softmax(drawn, classes);
    single.push(classMeasures(drawn, targets, classes));
    for (let place = 0; place < drawn.length; place++) sums[place]! += drawn[place]!;
    for (let row = 0; row < rows; row++) entropies[row]! += entropyOf(drawn, row * classes, classes);
    if (!counts.has(pass + 1)) continue;
    const measured = classMeasures(
      sums.map((sum) => sum / (pass + 1)),
      targets,
      classes,
    );
    curve.push({ passes: pass + 1, ...measured });
  }
  const averaged = sums.map((sum) => sum / passes);
  const samples = Array.from({ length: rows }, (_, row) => {
    const begin = row * classes;
    const entropy = entropyOf(averaged, begin, classes);
    return {
      row,
      target: targets[row]!,
      predicted: predictedClass(averaged, begin, begin + classes),
      probabilities: [...averaged.subarray(begin, begin + classes)],
      entropy,
      // At most rounding makes it negative.
      mutualInformation: Math.max(0, entropy - entropies[row]! / passes),
      ...pictureOf(data, split, row),
    };
  });
  const meanOf = (key: "entropy" | "mutualInformation"): number =>
    samples.reduce((sum, sample) => sum + sample[key], 0) / rows;
  const byCertainty = [...samples].sort((one, other) => one.entropy - other.entropy || one.row - other.row);
  const { target } = data.preparation;
  return {
    classification: {
      classes: target.task === "classification" ? target.classes : [],
      curve,
      eval: classMeasures(evaluated, targets, classes),
      single: {
        loss: spreadOf(single.map(({ loss }) => loss)),
        accuracy: spreadOf(single.map(({ accuracy }) => accuracy)),
        calibration: spreadOf(single.map(({ calibration }) => calibration)),
      },
      bins: {
        averaged: confidenceBins(averaged, targets, classes),
        eval: confidenceBins(evaluated, targets, classes),
      },
      entropy: meanOf("entropy"),
      mutualInformation: meanOf("mutualInformation"),
      mostCertain: byCertainty.slice(0, mostSamplesShown),
      leastCertain: byCertainty.slice(-mostSamplesShown).reverse(),
    },
  };
}
