import { RandomStream } from "../random/random";
import type { Preview } from "../fields/preview";
import type { DataShape } from "../fields/shape";
import type { RawData, RawSplit, Source } from "./source";
import { mapSplits, type SplitName, type Splits } from "./source-kind";

/** Draws one sample into `row` [features] and returns its class or target value; `index` is its place in the split. */
export type Sampler = (random: RandomStream, index: number, row: Float32Array) => number;

/** The parts of a data source that draws its samples. */
export interface Generator<Config> {
  readonly inputs: RawData["inputs"];
  /** The most samples in a preview. */
  readonly shown: number;
  /** `random` draws values that all samples share, for example the centres of clusters. */
  sampler(config: Config, random: RandomStream): Sampler;
  /** Shows samples to a person. */
  show(split: RawSplit, features: number): Preview["sample"];
}

/** The settings of every source that draws its samples. */
export interface Drawn extends Splits<number> {
  readonly seed: number;
}

function classesOf({ task, outputs }: DataShape): string[] {
  return task === "regression" ? [] : Array.from({ length: outputs }, (_, number) => String(number));
}

/** Layers of the `dataSampling` streams. */
const streams = { train: 0, validation: 1, common: 2, test: 3 } as const;

/**
 * Turns a generator into a source. Every sample has its own stream (data.seed, split, index). So a larger split keeps
 * its first samples, and the validation samples do not depend on the size of the training split.
 */
export function generated<Config extends Drawn>(
  kind: { shape(config: Config): DataShape | null },
  { inputs, shown, sampler, show }: Generator<Config>,
): Source<Config> {
  function draw(config: Config, shape: DataShape, split: SplitName, rows: number): RawSplit {
    const sample = sampler(config, new RandomStream(config.seed, "dataSampling", { layer: streams.common }));
    const drawn = new Float32Array(rows * shape.features);
    const targets = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      const random = new RandomStream(config.seed, "dataSampling", { layer: streams[split], step: row });
      const index = row * shape.features;
      targets[row] = sample(random, row, drawn.subarray(index, index + shape.features));
    }
    return { inputs: drawn, targets, rows };
  }

  return {
    load: async (config) => {
      const shape = kind.shape(config)!;
      return {
        shape,
        classes: classesOf(shape),
        ...mapSplits(config, (rows, name) => draw(config, shape, name, rows)),
        inputs,
      };
    },
    preview: async (config) => {
      const shape = kind.shape(config)!;
      return {
        shape,
        failure: null,
        rows: config.train + config.validation + config.test,
        classes: classesOf(shape),
        sample: show(draw(config, shape, "train", Math.min(config.train, shown)), shape.features),
      };
    },
  };
}
