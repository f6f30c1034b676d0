import { expect, test } from "vitest";
import { reactive, ref, computed } from "vue";
import { draftOf } from "../../src/experiment/draft";
import type { DataShape } from "../../src/experiment/schema";
import { createDraftCheck } from "./draftCheck";

const codesOf = (faults: readonly { readonly code: string }[]) => faults.map(({ code }) => code);

test("a problem stands at its field and counts in its part, and goes when it is mended", () => {
  const draft = reactive(
    draftOf({
      name: "x",
      data: { source: "csv", path: "a.csv", target: "kind", train: 200, validation: 200 },
      network: { layers: [{ type: "dense", units: 2 }] },
      variants: [{ name: "none", rate: 0 }],
    } as never),
  );
  const shape = ref<DataShape | null>({ features: 2, outputs: 2, task: "classification" });
  const { check, faultsAt, warningsAt, faultsWithin } = createDraftCheck(
    computed(() => JSON.stringify(draft)),
    shape,
  );
  const parts = () => (["data", "network", "training"] as const).map(faultsWithin);
  expect([check.value.experiment?.name, ...parts()]).toEqual(["x", 0, 0, 0]);

  draft.data.train = 0;
  draft.training.epochs = 0.5;
  draft.evaluation.patience = 0;
  draft.seeds = [-1];
  expect(check.value.experiment).toBeNull();
  expect(codesOf(faultsAt("data.train"))).toHaveLength(1);
  expect(codesOf(faultsAt("training.epochs"))).toHaveLength(1);
  expect(faultsAt("training.batchSize")).toEqual([]);
  // Evaluation and seeds are under "Training".
  expect(parts()).toEqual([1, 0, 3]);
  Object.assign(draft.data, { train: 200, validation: 20 });
  Object.assign(draft.training, { epochs: 1 });
  draft.evaluation.patience = 5;
  draft.seeds = [1];
  expect(parts()).toEqual([0, 0, 0]);
  expect(codesOf(warningsAt("data.validation"))).toHaveLength(1);

  shape.value = { features: 2, outputs: 3, task: "classification" };
  expect(parts()).toEqual([0, 1, 0]);
});
