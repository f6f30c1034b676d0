import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeSavedModel } from "../../engine/graph/saved-model";
import { Session } from "../../engine/graph/session";
import { messages, onNative } from "../../engine/graph/testing";
import { onBackends } from "../../engine/testing";
import { Graph } from "../../tensor/graph";
import { bitcast, floats, integers, reshape } from "../../tensor/ops";
import type { Words } from "../layers/layer-kind";
import { augmented as augmentedInGraph } from "./graph";
import { augmented } from "./plain";
import { type Augmentation, augmentationSchema, augments } from "./settings";
import { augmentationWords } from "./words";

type Pictures = readonly (readonly (readonly (readonly number[])[])[])[];

/** Moved pictures by NumPy: bench/reference/augmentation.py. */
interface Reference {
  readonly shift: number;
  readonly flip: boolean;
  readonly words: readonly number[];
  readonly pictures: Pictures;
  readonly moved: Pictures;
}

const references = JSON.parse(readFileSync(join(import.meta.dirname, "numpy.json"), "utf8")) as Reference[];

function augmentationIn({ shift, flip, pictures }: Reference): Augmentation {
  const [first] = pictures;
  return { shift, flip, noise: 0, image: [first!.length, first![0]!.length, first![0]![0]!.length] };
}

const values = (pictures: Pictures): number[] => pictures.flat(3);

onBackends((backend) => {
  test.each(references)("pictures shifted by $shift, mirrored: $flip, are NumPy's", (reference) => {
    const { tf } = backend();
    const { pictures, words, moved } = reference;
    const given: Words = { fillUint32: (target) => target.set(words) };
    tf.tidy(() => {
      const augmentation = augmentationIn(reference);
      const tensor = tf.tensor4d(pictures as number[][][][]);
      const outputs = augmented(tf, augmentation, tensor, () => given);
      expect(outputs.arraySync()).toEqual(moved);
      // The same of rows of pixels.
      const rows = tf.reshape(tensor, [pictures.length, -1]);
      expect([...augmented(tf, augmentation, rows, () => given).dataSync()]).toEqual(values(moved));
    });
  });

  test("every shift is as likely as any other, noise has its mean and deviation, and steps differ", () => {
    const { tf } = backend();
    const [rows, side, shift] = [2000, 7, 2];
    const picture = tf.tidy(() => {
      const one = Array.from({ length: side * side }, (_, pixel) => (pixel === 24 ? 1 : 0));
      return tf.tile(tf.tensor2d([one]), [rows, 1]);
    });
    const outputsAt = (step: number, changes: object) =>
      tf.tidy(() =>
        augmented(
          tf,
          { ...augmentationSchema.parse(changes), image: [side, side, 1] },
          picture,
          augmentationWords(3, step),
        ).dataSync<"float32">(),
      );
    const [first, again, next] = [0, 0, 1].map((step) => outputsAt(step, { shift, flip: true }));
    expect(again).toEqual(first);
    expect(next).not.toEqual(first);
    // The pixel in the middle comes to each of 5 × 5 places.
    const counts = Array.from({ length: side * side }, (_, pixel) =>
      Array.from({ length: rows }, (_, row) => first![row * side * side + pixel]!).reduce(
        (sum, each) => sum + each,
        0,
      ),
    );
    const expected = rows / 25;
    const places = [1, 2, 3, 4, 5].flatMap((row) => [1, 2, 3, 4, 5].map((column) => row * side + column));
    const chiSquare = places.reduce((sum, place) => sum + (counts[place]! - expected) ** 2 / expected, 0);
    // The 99.9th percentile with 24 degrees of freedom.
    expect(chiSquare).toBeLessThan(51.18);
    expect(places.reduce((sum, place) => sum + counts[place]!, 0)).toBe(rows);

    const noise = outputsAt(0, { noise: 0.25 }).map((value, place) => value - (place % 49 === 24 ? 1 : 0));
    const mean = noise.reduce((sum, each) => sum + each, 0) / noise.length;
    const variance = noise.reduce((sum, each) => sum + (each - mean) ** 2, 0) / noise.length;
    expect(Math.abs(mean)).toBeLessThan((4 * 0.25) / Math.sqrt(noise.length));
    expect(Math.abs(variance / 0.25 ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / noise.length));
    picture.dispose();
  });
});

onNative((native) => {
  test.each(references)(
    "in a graph, pictures shifted by $shift, mirrored: $flip, are NumPy's",
    (reference) => {
      const { pictures, words, moved } = reference;
      const augmentation = augmentationIn(reference);
      const graph = new Graph({ matMul: "MatMul", own: false });
      const rows = pictures.length;
      const { image } = augmentation;
      const inputs = reshape(graph, floats(graph, values(pictures)), [rows, ...image]);
      const drawn = integers(
        graph,
        words.map((word) => word | 0),
      );
      const given = () => ({
        words: (count: number) => bitcast(graph, reshape(graph, drawn, [rows, count]), "uint32"),
        sharedWords: () => expect.unreachable(),
        argument: () => expect.unreachable(),
      });
      const outputs = augmentedInGraph(graph, augmentation, inputs, rows, image, given);
      const session = new Session(native().tf, encodeSavedModel(messages, graph, []));
      const [tensor] = session.run([], [outputs]);
      expect(tensor!.arraySync()).toEqual(moved);
      native().tf.dispose(tensor!);
      session.dispose();
    },
  );
});

test("nothing is augmented by default, nor by settings that change nothing", () => {
  expect(augments(undefined)).toBe(false);
  expect(augments(augmentationSchema.parse({}))).toBe(false);
  expect(augments(augmentationSchema.parse({ noise: 0.1 }))).toBe(true);
});
