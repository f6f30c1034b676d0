import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { optimizers, optimizerSchema } from "./kinds";
import { learningRateField } from "./settings";

test("every folder is registered, by the name that its schema has", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  expect(optimizers.map(({ type }) => type).sort()).toEqual(folders.map(({ name }) => name).sort());
  for (const { type, schema } of optimizers) expect(schema.shape.type.value).toBe(type);
});

test.each(optimizers.map((optimizer) => [optimizer.type, optimizer] as const))(
  "%s: the form shows every setting, within its bounds",
  (type, { schema, fields }) => {
    const shown = [learningRateField, ...fields];
    expect(["type", ...shown.map(({ key }) => key)].sort()).toEqual(Object.keys(schema.shape).sort());
    for (const field of shown) {
      const values = field.kind === "number" ? [field.min, field.max ?? 1e6] : [false, true];
      for (const value of values.slice(field.key === "epsilon" ? 1 : 0)) {
        expect(optimizerSchema.safeParse({ type, [field.key]: value }).success, field.key).toBe(true);
      }
    }
  },
);
