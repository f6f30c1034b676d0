import type { Task } from "../../fields/task";
import { LabError } from "../../messages/failure";
import { numberLabels } from "../labels";
import { largestNumber } from "../standardise";
import type { ArrayInFile } from "./array-file";
import { isText, shapeText } from "./samples";
import { numbersIn, textsIn } from "./values";

export interface Targets {
  /** Class numbers, or the values of a regression. */
  readonly values: Float64Array;
  /** Their names, in the order of their numbers; empty for a regression. */
  readonly classes: string[];
}

/**
 * Classes as whole numbers, texts or one-hot rows, or one number for each sample.
 * @param file its name, for failures
 * @throws LabError `npzTargetShape`, `npzType`, `npzNotClasses`, `npzNotNumbers`, `npzNotFinite`, `oneClass`,
 * `tooManyClasses`
 */
export function targetsOf(
  file: { file: string },
  array: ArrayInFile,
  bytes: Uint8Array,
  task: Task,
): Targets {
  const { item, name, shape } = array;
  const said = { ...file, array: name };
  const count = shape[0] ?? 0;
  if (!item) throw new LabError("npzType", { ...said, type: array.type });
  if (isText(item)) {
    if (task === "regression") throw new LabError("npzNotNumbers", said);
    const labelAt = labelsIn(said, array, textsIn(bytes, item));
    const { numbers, classes } = numberLabels(
      file,
      Array.from({ length: count }, (_, sample) => labelAt(sample)),
    );
    return { values: Float64Array.from(numbers), classes };
  }
  const labelAt = labelsIn(said, array, numbersIn(bytes, item));
  const values = Float64Array.from({ length: count }, (_, sample) => labelAt(sample));
  const unusable = values.reduce((sum, value) => sum + (Math.abs(value) <= largestNumber ? 0 : 1), 0);
  if (unusable > 0) throw new LabError("npzNotFinite", { ...said, count: unusable });
  if (task === "regression") return { values, classes: [] };
  // Larger ones could be two numbers that a float64 cannot tell apart.
  if (!values.every(Number.isSafeInteger)) throw new LabError("npzNotClasses", said);
  const { numbers, classes } = numberLabels(file, values);
  return { values: numbers, classes };
}

/** Whether some target has a fraction; false where `targetsOf` refuses them. */
export function holdsFractions(array: ArrayInFile, bytes: Uint8Array): boolean {
  const { item, shape } = array;
  if (item?.kind !== "float" || shape.slice(1).some((side) => side !== 1)) return false;
  const numberAt = numbersIn(bytes, item);
  for (let sample = 0; sample < (shape[0] ?? 0); sample++) {
    const value = numberAt(sample);
    if (Number.isFinite(value) && !Number.isInteger(value)) return true;
  }
  return false;
}

/** The label of each sample: its value, or the place of the one in its row. */
function labelsIn<Value extends number | string>(
  said: { file: string; array: string },
  { shape, fortran }: ArrayInFile,
  valueAt: (place: number) => Value,
): (sample: number) => Value | number {
  const [count = 0, columns = 1] = shape;
  const refused = () => new LabError("npzTargetShape", { ...said, shape: shapeText(shape) });
  if (shape.length === 0 || shape.length > 2 || columns === 0) throw refused();
  if (columns === 1) return valueAt;
  return (sample) => {
    let found = -1;
    for (let column = 0; column < columns; column++) {
      const value = valueAt(fortran ? sample + count * column : sample * columns + column);
      if (value !== 0 && (value !== 1 || found >= 0)) throw refused();
      if (value === 1) found = column;
    }
    if (found < 0) throw refused();
    return found;
  };
}
