import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { checkExperiment } from "../experiment/check";
import { sayFault } from "../experiment/testing";
import { presets } from "../experiment/presets";
import { layersOf } from "../experiment/variants";
import { readJson } from "../documents/documents";
import { readResult } from "../documents/read-result";
import { readSafetensors, type Tensor, writeSafetensors } from "../artifacts/safetensors";
import { temporaryFolder } from "../lab/testing";
import { checkWeights } from "../artifacts/weights-check";
import { isFailureCode } from "../messages/failure";
import { runsDocumentOf } from "../report/runs-document";
import { detailOf } from "../report/testing";
import { hostileJson, hostileKeys, joined, jsonWithDepth, mutated, mutatedBytes } from "./mutations";
import { fuzz } from "../test-size";
import { Outcomes } from "./outcome";

const folder = temporaryFolder();
afterAll(folder.remove);

function file(content: string | Uint8Array): string {
  const path = join(folder.path, "document.json");
  writeFileSync(path, content);
  return path;
}

/** The document itself changed, or the bytes of its file. */
function hostileFiles(document: unknown): fc.Arbitrary<string | Uint8Array> {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return fc.oneof(
    { weight: 8, arbitrary: mutated(document, hostileJson).map(jsonWithDepth) },
    { weight: 3, arbitrary: mutatedBytes(bytes) },
    { weight: 1, arbitrary: hostileJson.map(jsonWithDepth) },
  );
}

test(`experiments (seed ${fuzz.seed}): always valid, or refused with named faults`, async () => {
  const outcomes = new Outcomes();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(...Object.values(presets).map(({ document }) => hostileFiles(document))),
      async (content) => {
        const path = file(content);
        const document = await outcomes.of(() => readJson(path, "experiment"));
        const { experiment, faults } = checkExperiment(document);
        if ((experiment === null) !== faults.length > 0) throw new Error("neither valid nor refused");
        for (const fault of faults) {
          if (!isFailureCode(fault.code)) throw new Error(`${fault.code} has no sentence`);
          if (sayFault(fault).length > 1000) throw new Error("nobody reads so much");
        }
        for (const { code } of faults.length > 0 ? faults : [{ code: "no fault" }]) outcomes.count(code);
      },
    ),
    fuzz,
  );
  expect(outcomes.codes).toEqual(
    expect.arrayContaining(["valid", "documentSyntax", "no fault", "unknownField"]),
  );
});

const detail = detailOf({ seeds: [1] }, 1);
const [variant] = detail.experiment.variants;
const tensors = Object.fromEntries(
  layersOf(detail.experiment, variant!).flatMap((layer, index): [string, Tensor][] => {
    if (layer.type !== "dense") return [];
    const inputs = index === 0 ? 2 : 8;
    return [
      [
        `layers.${index}.kernel`,
        { shape: [inputs, layer.units], values: new Float32Array(inputs * layer.units) },
      ],
      [`layers.${index}.bias`, { shape: [layer.units], values: new Float32Array(layer.units) }],
    ];
  }),
);
const weights = writeSafetensors(tensors);

test(`results (seed ${fuzz.seed}): always valid, or refused with named faults`, async () => {
  const [exported] = runsDocumentOf([detail]).experiments;
  const result = {
    format: "dropout-lab-result-1",
    created: detail.created,
    experiment: detail.experiment,
    environment: detail.environment,
    runs: exported!.runs.map(({ id: _id, started: _started, ended: _ended, ...run }) => ({
      ...run,
      weights: "weights.safetensors",
    })),
  };
  writeFileSync(join(folder.path, "weights.safetensors"), weights);
  const outcomes = new Outcomes();
  await fc.assert(
    fc.asyncProperty(hostileFiles(result), async (content) => {
      await outcomes.of(() => readResult(file(content)));
    }),
    fuzz,
  );
  expect(outcomes.codes).toEqual(expect.arrayContaining(["documentSyntax", "resultFaults", "valid"]));
});

test(`weights (seed ${fuzz.seed}): always those of the network, or refused by name`, async () => {
  const header = JSON.parse(
    new TextDecoder().decode(weights).slice(8, 8 + weights[0]! + 256 * weights[1]!),
  ) as unknown;
  const withHeader = (changed: unknown) => {
    const text = new TextEncoder().encode(jsonWithDepth(changed));
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
    return joined(length, text, weights.subarray(-42 * 4));
  };
  const otherTensors = fc.dictionary(
    fc.oneof(fc.constantFrom(...Object.keys(tensors)), hostileKeys),
    fc
      .tuple(fc.constantFrom(0, 2, 8), fc.constantFrom(0, 2, 8))
      .map((shape) => ({ shape, values: new Float32Array(shape[0] * shape[1]) })),
  );
  const outcomes = new Outcomes();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        mutatedBytes(weights),
        mutated(header, hostileJson).map(withHeader),
        otherTensors.map(writeSafetensors),
        fc.uint8Array(),
      ),
      async (bytes) => {
        const read = await outcomes.of(() => readSafetensors(bytes));
        const floats = Object.values(read ?? {}).reduce((sum, { values }) => sum + values.length, 0);
        expect(floats * 4).toBeLessThanOrEqual(bytes.length);
        await outcomes.of(() => checkWeights(bytes, detail.experiment, variant!));
      },
    ),
    fuzz,
  );
  expect(outcomes.codes.filter((code) => !/^(valid$|weights[A-Z])/.test(code))).toEqual([]);
  expect(outcomes.codes).toEqual(expect.arrayContaining(["valid", "weightsDamaged", "weightsTensorMissing"]));
});
