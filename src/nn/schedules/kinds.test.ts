import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { schedules, scheduleSchema } from "./kinds";
import { learningRateOf } from "./learning-rate";
import { warmupField } from "./settings";

test("every folder is registered, by the name that its schema has", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  expect(schedules.map(({ type }) => type).sort()).toEqual(folders.map(({ name }) => name).sort());
  for (const { type, schema } of schedules) expect(schema.shape.type.value).toBe(type);
});

test.each(schedules.map((schedule) => [schedule.type, schedule] as const))(
  "%s: the form shows every setting, within its bounds",
  (type, { schema, fields }) => {
    const shown = [...fields, warmupField];
    expect(["type", ...shown.map(({ key }) => key)].sort()).toEqual(Object.keys(schema.shape).sort());
    for (const { key, min, max } of shown) {
      for (const value of [min, max ?? 1000]) {
        expect(scheduleSchema.safeParse({ type, [key]: value }).success, key).toBe(true);
      }
    }
  },
);

test("a warm-up as long as the run rises to the whole learning rate in the last step", () => {
  const schedule = scheduleSchema.parse({ type: "cosine", warmup: 2 });
  const plan = { optimizer: { learningRate: 0.8 }, schedule, epochs: 2 };
  const steps = [1, 2].flatMap((epoch) => [0, 1].map((batch) => ({ epoch, batch, batches: 2 })));
  expect(steps.map((step) => learningRateOf(plan, step))).toEqual([0.2, 0.4, 0.6000000000000001, 0.8]);
});
