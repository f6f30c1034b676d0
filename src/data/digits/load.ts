import type { RandomStream } from "../../random/random";
import { generated } from "../generated";
import { imagesPreview } from "../previews";
import type { ConfigOf } from "../kinds";
import { previewSize } from "../source";
import { type Distances, loadDistances, pieceLength, rowLength } from "./distances";
import { digitImage, digits as kind } from "./kind";

type Point = readonly [x: number, y: number];
type Stroke = readonly Point[];

/** A polyline through the corners, cut into short pieces so that the warp can bend it. */
function line(...corners: Point[]): Stroke {
  const pieces = 6;
  return corners.flatMap((corner, index) => {
    const next = corners[index + 1];
    if (next === undefined) return [corner];
    return Array.from({ length: pieces }, (_, piece): Point => {
      const share = piece / pieces;
      return [corner[0] + share * (next[0] - corner[0]), corner[1] + share * (next[1] - corner[1])];
    });
  });
}

/** Part of an ellipse; angles in degrees, clockwise from the right as y points down. */
function arc(x: number, y: number, radiusX: number, radiusY: number, from: number, to: number): Stroke {
  const pieces = Math.ceil(Math.abs(to - from) / 24);
  return Array.from({ length: pieces + 1 }, (_, piece): Point => {
    const angle = ((from + ((to - from) * piece) / pieces) * Math.PI) / 180;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}

/**
 * The ten digits in a unit box: x to the right, y down. They are similar on purpose (one width, 6 and 9 a turned
 * pair, 4 nearly a 9): with rounder and wider ones the textbook network makes too few mistakes for dropout to matter.
 */
const strokesOf: readonly (readonly Stroke[])[] = [
  [arc(0.5, 0.5, 0.26, 0.5, 0, 360)],
  [line([0.32, 0.14], [0.54, 0], [0.54, 1])],
  [[...arc(0.5, 0.27, 0.27, 0.27, 200, 390), ...line([0.74, 0.42], [0.24, 1], [0.78, 1])]],
  [[...arc(0.5, 0.26, 0.26, 0.26, 235, 450), ...arc(0.5, 0.76, 0.28, 0.24, 270, 485)]],
  [[...line([0.7, 1], [0.7, 0], [0.24, 0.56], [0.78, 0.56])]],
  [[...line([0.74, 0], [0.26, 0], [0.26, 0.5]), ...arc(0.5, 0.74, 0.28, 0.26, 225, 485)]],
  [[...arc(0.58, 0.5, 0.35, 0.5, 285, 200), ...arc(0.5, 0.73, 0.27, 0.27, 200, 560)]],
  [line([0.27, 0], [0.73, 0], [0.5, 1])],
  [arc(0.5, 0.26, 0.25, 0.26, 90, 450), arc(0.5, 0.76, 0.28, 0.24, -90, 270)],
  [[...arc(0.5, 0.27, 0.27, 0.27, 20, 380), ...line([0.77, 0.27], [0.7, 1])]],
];

const { width, height } = digitImage;
/** The unit box in pixels; rotation and shift use the margin around it. */
const boxWidth = 9;
const boxHeight = 14;
const degree = Math.PI / 180;

/**
 * The way in which a person's hand varies from one digit to the next. The order of the draws belongs to the data set:
 * another order draws other digits from the same seed.
 */
function drawHand(random: RandomStream) {
  return {
    shiftX: 0.06 * random.normal(),
    shiftY: 0.06 * random.normal(),
    scaleX: Math.exp(0.14 * random.normal()),
    scaleY: Math.exp(0.12 * random.normal()),
    halfWidth: 0.9 * Math.exp(0.25 * random.normal()),
    turn: 11 * degree * random.normal(),
    shear: 0.24 * random.normal(),
    phaseX: 2 * Math.PI * random.uniform(),
    phaseY: 2 * Math.PI * random.uniform(),
  };
}

type Hand = ReturnType<typeof drawHand>;

/** A point of the unit box, as this hand places it, in pixels. */
function place([x, y]: Point, hand: Hand): Point {
  const warpedX = x - 0.5 + 0.042 * Math.sin(2 * Math.PI * y + hand.phaseX);
  const warpedY = y - 0.5 + 0.042 * Math.sin(2 * Math.PI * x + hand.phaseY);
  const cosine = Math.cos(hand.turn);
  const sine = Math.sin(hand.turn);
  const wideX = boxWidth * hand.scaleX * (warpedX - hand.shear * warpedY);
  const wideY = boxHeight * hand.scaleY * warpedY;
  return [
    width / 2 + boxWidth * hand.shiftX + cosine * wideX - sine * wideY,
    height / 2 + boxHeight * hand.shiftY + sine * wideX + cosine * wideY,
  ];
}

/** Loaded with the first digit. */
let distances: Distances | undefined;
/** Of the digit that is being drawn, standard normal, for each pixel. */
const noise = new Float64Array(width * height);

/** @returns the squared distance of each pixel from the strokes as this hand places them: `Distances.squared` */
function measure(strokes: readonly Stroke[], hand: Hand): Float64Array {
  distances ??= loadDistances();
  const { pieces } = distances;
  let end = 0;
  for (const stroke of strokes) {
    let [fromX, fromY] = place(stroke[0]!, hand);
    for (let point = 1; point < stroke.length; point++) {
      const [toX, toY] = place(stroke[point]!, hand);
      const alongX = toX - fromX;
      const alongY = toY - fromY;
      pieces[end++] = fromX;
      pieces[end++] = fromY;
      pieces[end++] = alongX;
      pieces[end++] = alongY;
      pieces[end++] = alongX * alongX + alongY * alongY;
      [fromX, fromY] = [toX, toY];
    }
  }
  distances.measure(end / pieceLength);
  return distances.squared;
}

/**
 * Draws a digit as a hand would: warped, turned, sheared, scaled and shifted, with a pen of its own width, and with
 * Gaussian noise of 0.1 on every pixel. `image` [height · width], row-major, gets grey values from 0 to 1.
 */
function drawDigit(digit: number, random: RandomStream, image: Float32Array): void {
  const hand = drawHand(random);
  random.fillNormal(noise);
  const squared = measure(strokesOf[digit]!, hand);
  // A pixel further from the pen's edge has less ink than 1 / (1 + e⁴) = 0.018.
  const clear = (hand.halfWidth + 1) ** 2;
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      const away = squared[row * rowLength + column]!;
      const grain = 0.1 * noise[pixel]!;
      if (away > clear && grain < -0.02) {
        image[pixel] = 0;
        continue;
      }
      const ink = 1 / (1 + Math.exp(-4 * (hand.halfWidth - Math.sqrt(away))));
      image[pixel] = Math.min(1, Math.max(0, ink + grain));
    }
  }
}

/** The lab's own images, on which dropout helps. Their classes take turns. */
export const digits = generated<ConfigOf<"digits">>(kind, {
  inputs: "pixels",
  shown: previewSize.images,
  sampler: () => (random, index, image) => {
    const digit = index % strokesOf.length;
    drawDigit(digit, random, image);
    return digit;
  },
  show: (split) => imagesPreview(split, [digitImage.height, digitImage.width, 1]),
});
