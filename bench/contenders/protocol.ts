import { createInterface } from "node:readline";
import type { Dataset, Split } from "../../src/data/dataset";
import type { Layer } from "../../src/experiment/schema";
import { RandomStream } from "../../src/random/random";

/** The order for a contender, one line of JSON each; it answers with the milliseconds of one epoch. */
export interface Order {
  readonly features: number;
  /** Height, width and channels, where the rows are pictures. */
  readonly image?: [number, number, number];
  /** With all settings, the output layer too. */
  readonly layers: readonly Layer[];
  readonly classes: number;
  /** Number of random training rows. */
  readonly rows: number;
  /**
   * Number of validation rows. If there are any, the epoch ends like the lab's: both splits in eval mode, validation
   * also with eval forgotten.
   */
  readonly validationRows: number;
  readonly batchSize: number;
}

/** Answers each order with the milliseconds of its epoch, or with the number that `train` returns. */
export async function takeOrders(train: (order: Order) => Promise<unknown>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order;
    const started = performance.now();
    const given = await train(order);
    console.log(typeof given === "number" ? given : performance.now() - started);
  }
}

/** The network of an order, opened at its first use. */
export function remembered<Opened>(open: (order: Order) => Opened): (order: Order) => Opened {
  const opened = new Map<string, Opened>();
  return (order) => {
    const key = JSON.stringify(order);
    const network = opened.get(key) ?? open(order);
    opened.set(key, network);
    return network;
  };
}

export function randomData({ features, image, classes, rows, validationRows }: Order): Dataset {
  const random = new RandomStream(1, "dataSampling");
  const splitOf = (count: number): Split => ({
    rows: count,
    inputs: Float32Array.from({ length: count * features }, () => random.uniform()),
    targets: Float32Array.from({ length: count }, () => random.integer(classes)),
  });
  const train = splitOf(rows);
  return {
    task: "classification",
    features,
    ...(image && { image }),
    outputs: classes,
    preparation: {
      target: {
        task: "classification",
        classes: Array.from({ length: classes }, (_, number) => String(number)),
      },
    },
    train,
    validation: splitOf(Math.max(1, validationRows)),
    test: splitOf(0),
  };
}
