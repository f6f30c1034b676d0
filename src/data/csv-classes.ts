import { LabError } from "../messages/failure";
import { decimalNumber } from "./csv-table";

/** More different values than this are hardly classes. */
const maximumClasses = 1000;

/** The classes of a column, as they turn up row by row. */
export class ClassNames {
  /** As they are written, no more than are needed to know that they are too many. */
  private readonly texts = new Set<string>();
  /** "1" and "1.0" are the same class where all are numbers; null once one is not. */
  private numbers: Set<number> | null = new Set();

  /** @param place file and column, to be told */
  constructor(private readonly place: Record<"file" | "column", string>) {}

  /** @throws LabError `csvTooManyClasses` */
  add(text: string): void {
    if (this.texts.has(text)) return;
    if (this.texts.size <= maximumClasses) this.texts.add(text);
    if (this.numbers && decimalNumber.test(text)) this.numbers.add(Number(text));
    else this.numbers = null;
    if ((this.numbers ?? this.texts).size > maximumClasses) {
      throw new LabError("csvTooManyClasses", { ...this.place, limit: maximumClasses });
    }
  }

  /**
   * In the order of their numbers: sorted by code point, numbers by their value.
   * @throws LabError `oneClass`
   */
  names(): string[] {
    const names = this.numbers
      ? [...this.numbers].sort((one, other) => one - other).map(String)
      : [...this.texts].sort();
    if (names.length < 2) throw new LabError("oneClass", { ...this.place, value: names[0]! });
    return names;
  }
}

/** The number of the class that a cell names. @param names as `ClassNames` has them */
export function classNumbers(names: readonly string[]): (text: string) => number | undefined {
  const numbers = new Map(names.map((name, number) => [name, number]));
  const numeric = names.every((name) => decimalNumber.test(name));
  return (text) => numbers.get(numeric ? String(Number(text)) : text);
}
