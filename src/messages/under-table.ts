/** Texts about a table under the codes of failures: a file that cannot be trained on fails with the same sentence. */
export function underTable<Code extends string>(
  texts: Readonly<Record<Code, string>>,
): Readonly<Record<`table${Capitalize<Code>}`, string>> {
  const renamed = Object.entries(texts).map(([code, text]) => [failureOfTable(code), text]);
  return Object.fromEntries(renamed) as Readonly<Record<`table${Capitalize<Code>}`, string>>;
}

/** `noRows` becomes `tableNoRows`. */
export function failureOfTable<Code extends string>(code: Code): `table${Capitalize<Code>}` {
  return `table${code[0]!.toUpperCase()}${code.slice(1)}` as `table${Capitalize<Code>}`;
}
