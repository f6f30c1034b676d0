import fc from "fast-check";
import { expect, test } from "vitest";
import { WaitingLine } from "./waiting-line";

interface Item {
  readonly index: number;
  waits: boolean;
  inLine: boolean;
}

test("whoever waits has its turn in the order of places, whoever left and came back too", () => {
  const steps = fc.array(fc.record({ index: fc.nat(20), act: fc.constantFrom("come", "leave", "serve") }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const items = Array.from({ length: 21 }, (_, index): Item => ({ index, waits: false, inLine: false }));
      const line = new WaitingLine<Item>(({ waits }) => waits);
      for (const { index, act } of all) {
        const item = items[index]!;
        if (act === "come") {
          item.waits = true;
          line.add(item);
        }
        if (act === "leave") item.waits = false;
        const expected = items.find(({ waits }) => waits);
        expect(line.first()).toBe(expected);
        if (act === "serve" && expected) expected.waits = false;
      }
    }),
  );
});

test("a crowd that leaves at once leaves nobody behind who stays", () => {
  const items = Array.from({ length: 5000 }, (_, index): Item => ({ index, waits: true, inLine: false }));
  const line = new WaitingLine<Item>(({ waits }) => waits);
  for (const item of [...items].reverse()) line.add(item);
  for (const item of items) item.waits = item.index % 1000 === 999;
  const served: number[] = [];
  for (let item = line.first(); item; item = line.first()) {
    served.push(item.index);
    item.waits = false;
  }
  expect(served).toEqual([999, 1999, 2999, 3999, 4999]);
  items[7]!.waits = true;
  line.add(items[7]!);
  expect(line.first()).toBe(items[7]);
});
