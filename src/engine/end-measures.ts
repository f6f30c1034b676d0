import type { Dataset, Split } from "../data/dataset";
import { mostConfusedClasses, type SplitEnd } from "../experiment/run-end";
import { ConfidenceBins } from "./confidence-bins";
import type { LossKind } from "../nn/losses/loss-kind";
import { predictedClass } from "./predicted-class";

/** Collects a network's outputs for a split, part by part, and says how good they are. */
export interface EndMeasurer {
  /** @param outputs of the next rows: [rows, outputs] */
  add(outputs: Float32Array): void;
  /** Once all rows have been added. */
  measures(): SplitEnd;
}

type Loss = Pick<LossKind<string>, "ofSample">;

export function endMeasurer(data: Dataset, split: Split, loss: Loss): EndMeasurer {
  return data.task === "classification"
    ? new ClassMeasurer(data, split, loss)
    : new ValueMeasurer(data, split, loss);
}

abstract class Measurer implements EndMeasurer {
  private row = 0;
  private lossSum = 0;

  constructor(
    protected readonly data: Dataset,
    protected readonly split: Split,
    private readonly loss: Loss,
  ) {}

  add(outputs: Float32Array): void {
    const width = this.data.outputs;
    for (let begin = 0; begin < outputs.length; begin += width, this.row++) {
      const own = outputs.subarray(begin, begin + width);
      const target = this.split.targets[this.row]!;
      this.lossSum += this.loss.ofSample(own, target);
      this.take(own, target);
    }
  }

  measures(): SplitEnd {
    const { rows } = this.split;
    return { rows, loss: this.lossSum / rows, ...this.further() };
  }

  protected abstract take(outputs: Float32Array, target: number): void;
  protected abstract further(): Omit<SplitEnd, "rows" | "loss">;
}

class ClassMeasurer extends Measurer {
  /** Rows by true class and predicted one, true class by true class. */
  private readonly counts = new Uint32Array(this.data.outputs ** 2);
  private readonly bins = new ConfidenceBins();

  protected take(outputs: Float32Array, target: number): void {
    const predicted = predictedClass(outputs);
    this.counts[target * outputs.length + predicted]!++;
    const largest = outputs[predicted]!;
    let sum = 0;
    for (const output of outputs) sum += Math.exp(output - largest);
    // The largest probability: e^0 over the sum.
    this.bins.add(1 / sum, predicted === target);
  }

  protected further() {
    const { outputs: classes, train } = this.data;
    const confusion = Array.from({ length: classes }, (_, own) =>
      Array.from(this.counts.subarray(own * classes, (own + 1) * classes)),
    );
    const trained = new Uint32Array(classes);
    for (const own of train.targets) trained[own]!++;
    const majority = trained.indexOf(Math.max(...trained));
    return {
      ...confusionMeasures(confusion),
      majorityAccuracy: sumOf(confusion[majority]!) / this.split.rows,
      calibration: this.bins.calibrationError(),
      ...(classes <= mostConfusedClasses && { confusion }),
    };
  }
}

function sumOf(values: readonly number[] | Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

const meanOf = (values: readonly number[] | Float32Array) => sumOf(values) / values.length;

/**
 * The measures that scikit-learn computes from the same counts: `accuracy_score`, `balanced_accuracy_score` (the mean
 * of the classes' recalls; a class without rows is left out) and `f1_score(average="macro")` (the mean of the classes'
 * F1; a class is left out if it has no rows and was never predicted, and counts 0 if it has none but was).
 * @param confusion rows by true class and predicted one, at least one in all
 */
export function confusionMeasures(
  confusion: readonly (readonly number[])[],
): Required<Pick<SplitEnd, "accuracy" | "balancedAccuracy" | "macroF1">> {
  const predicted = new Float64Array(confusion.length);
  for (const row of confusion) row.forEach((count, own) => (predicted[own]! += count));
  const classes = confusion.map((row, own) => ({
    rows: sumOf(row),
    predicted: predicted[own]!,
    right: row[own]!,
  }));
  const total = sumOf(classes.map(({ rows }) => rows));
  const present = classes.filter(({ rows }) => rows > 0);
  const named = classes.filter((each) => each.rows + each.predicted > 0);
  return {
    accuracy: sumOf(classes.map(({ right }) => right)) / total,
    balancedAccuracy: meanOf(present.map(({ right, rows }) => right / rows)),
    macroF1: meanOf(named.map((each) => (2 * each.right) / (each.rows + each.predicted))),
  };
}

class ValueMeasurer extends Measurer {
  private squares = 0;
  private distances = 0;

  protected take([output = NaN]: Float32Array, target: number): void {
    this.squares += (output - target) ** 2;
    this.distances += Math.abs(output - target);
  }

  protected further() {
    const { preparation, train } = this.data;
    const { target } = preparation;
    const { targets, rows } = this.split;
    const unit = target.task === "regression" ? target.divisor : 1;
    const spread = squaresAround(targets, meanOf(targets));
    return {
      rmse: Math.sqrt(this.squares / rows) * unit,
      mae: (this.distances / rows) * unit,
      // Of targets that are all equal nothing is to be explained.
      ...(spread > 0 && { r2: 1 - this.squares / spread }),
      meanRmse: Math.sqrt(squaresAround(targets, meanOf(train.targets)) / rows) * unit,
    };
  }
}

function squaresAround(values: Float32Array, centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
