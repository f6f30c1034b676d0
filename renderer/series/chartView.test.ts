import { expect, test } from "vitest";
import { nextTick, shallowRef } from "vue";
import { group } from "./testing";
import { SeriesStore } from "./store";
import { createChartView } from "./chartView";

const all = ["a", "b", "c"].map((key) => group(key, 1));

function viewOf() {
  const series = shallowRef(new SeriesStore(all));
  const groups = shallowRef(all);
  const view = createChartView({
    series: () => series.value,
    groups: () => groups.value,
    version: () => 0,
    growing: () => false,
    inView: () => true,
    front: () => "correct",
  });
  return { view, series, groups };
}

test("what is hidden stays so when a group is taken out, put back, or measured anew", async () => {
  const { view, series, groups } = viewOf();
  view.toggle(all[1]!);
  groups.value = all.filter(({ key }) => key !== "c");
  await nextTick();
  expect(view.choice.value.groups.map(({ key }) => key)).toEqual(["a"]);
  groups.value = all;
  series.value = new SeriesStore(all);
  await nextTick();
  expect(view.choice.value.groups.map(({ key }) => key)).toEqual(["a", "c"]);
});

test("other runs are all shown", async () => {
  const { view, series, groups } = viewOf();
  view.toggle(all[1]!);
  groups.value = [...all, group("d", 1)];
  series.value = new SeriesStore(groups.value);
  await nextTick();
  expect(view.hidden.size).toBe(0);
});
