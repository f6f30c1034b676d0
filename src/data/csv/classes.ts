import { LabError } from "../../messages/failure";
import { decimalNumber } from "./table";

/** A column with more different values is hardly one of classes. */
const maximumClasses = 1000;

/** Collects the classes of a column, row by row. */
export class ClassNames {
  /** Values as written, up to one more than the most allowed. */
  private readonly texts = new Set<string>();
  /** If all values are numbers, "1" and "1.0" are the same class; null once a value is not a number. */
  private numbers: Set<number> | null = new Set();

  /** @param place file and column, for messages */
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
   * Names in the order of their class numbers: texts sorted by code point, numbers by value.
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

/** The class number of a cell. @param names in the order of `ClassNames` */
export function classNumbers(names: readonly string[]): (text: string) => number | undefined {
  const numbers = new Map(names.map((name, number) => [name, number]));
  const numeric = names.every((name) => decimalNumber.test(name));
  return (text) => numbers.get(numeric ? String(Number(text)) : text);
}
