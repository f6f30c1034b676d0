export const splitNames = ["train", "validation", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** One of something for each split. */
export type Splits<Value> = Readonly<Record<SplitName, Value>>;

export function mapSplits<Value, Result>(
  values: Splits<Value>,
  change: (value: Value, name: SplitName) => Result,
): Splits<Result> {
  const { train, validation, test } = values;
  return {
    train: change(train, "train"),
    validation: change(validation, "validation"),
    test: change(test, "test"),
  };
}
