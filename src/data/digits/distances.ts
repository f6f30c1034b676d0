import {
  below,
  type Bytes,
  constant,
  get,
  increase,
  int32,
  loadModule,
  moduleOf,
  repeat,
  set,
  unsigned,
  vector,
} from "../../random/wasm";
import { digitImage } from "./kind";

/** How far the pixels of a digit are from the straight pieces of its strokes. */
export interface Distances {
  /** [pieces, 5]: where each piece begins (x, y), the way along it (x, y), and its squared length. */
  readonly pieces: Float64Array;
  /** [height, `rowLength`]: from each pixel's middle to the nearest piece, squared. What is right of the image is not meant. */
  readonly squared: Float64Array;
  /** Sets `squared` for the first `count` pieces. */
  measure(count: number): void;
}

/** More pieces than a digit has. */
const mostPieces = 100;
export const pieceLength = 5;
/** The pixels of a row, an even number. */
export const rowLength = digitImage.width + (digitImage.width % 2);

/**
 * WebAssembly measures two pixels at a time, and takes the lesser of two numbers without a branch, which JavaScript guesses wrongly:
 * digits are drawn in half the time.
 */
export function loadDistances(): Distances {
  const loaded = loadModule(moduleBytes());
  if (!loaded) return distancesHere();
  return {
    pieces: new Float64Array(loaded.memory, piecesAt, mostPieces * pieceLength),
    squared: new Float64Array(loaded.memory, 0, digitImage.height * rowLength),
    measure: (count) => loaded.run(piecesAt + count * pieceBytes),
  };
}

/** The same in JavaScript, to the last bit. */
export function distancesHere(): Distances {
  const pieces = new Float64Array(mostPieces * pieceLength);
  const squared = new Float64Array(digitImage.height * rowLength);
  return { pieces, squared, measure: (count) => measureHere(pieces, squared, count) };
}

/** Piece after piece takes half the time of pixel after pixel. */
function measureHere(pieces: Float64Array, squared: Float64Array, count: number): void {
  squared.fill(Infinity);
  for (let piece = 0; piece < count * pieceLength; piece += pieceLength) {
    const fromX = pieces[piece]!;
    const fromY = pieces[piece + 1]!;
    const alongX = pieces[piece + 2]!;
    const alongY = pieces[piece + 3]!;
    const squaredLength = pieces[piece + 4]!;
    for (let row = 0, pixel = 0; row < digitImage.height; row++) {
      const y = row + 0.5 - fromY;
      for (let column = 0; column < rowLength; column++, pixel++) {
        const x = column + 0.5 - fromX;
        const share = x * alongX + y * alongY;
        const within = share <= 0 ? 0 : share >= squaredLength ? 1 : share / squaredLength;
        const awayX = x - within * alongX;
        const awayY = y - within * alongY;
        const own = awayX * awayX + awayY * awayY;
        if (own < squared[pixel]!) squared[pixel] = own;
      }
    }
  }
}

const numberBytes = 8;
const pieceBytes = pieceLength * numberBytes;
const rowBytes = rowLength * numberBytes;
const outBytes = digitImage.height * rowBytes;
const piecesAt = outBytes;

/** The function's parameter, where the pieces end, and its local variables: their numbers are their places. */
const [end, out, rowEnd, piece] = [0, 1, 2, 3];
const [x, y, alongX, alongY, awayX, awayY, within, least] = [4, 5, 6, 7, 8, 9, 10, 11];

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const simd = (operation: number, ...rest: Bytes): Bytes => [0xfd, ...unsigned(operation), ...rest];
  const both = (low: number, high = low) => simd(12, ...new Uint8Array(Float64Array.of(low, high).buffer));
  const [plus, minus, times, by, lesser, greater] = [240, 241, 242, 243, 246, 247].map((each) =>
    simd(each),
  ) as unknown as readonly [Bytes, Bytes, Bytes, Bytes, Bytes, Bytes];
  /** Both numbers are the piece's number at this place. */
  const ofPiece = (place: number): Bytes => [...get(piece), ...simd(10, 3, place * numberBytes)];
  const store: Bytes = [...get(out), ...get(least), ...simd(11, 4, 0)];
  const sumOfProducts = (...[a, b, c, d]: readonly [number, number, number, number]): Bytes => [
    ...[...get(a), ...get(b), ...times],
    ...[...get(c), ...get(d), ...times],
    ...plus,
  ];
  const start = (local: number, value: Bytes): Bytes => [...value, ...set(local)];
  const subtractPart = (local: number, along: number): Bytes =>
    start(local, [...get(local), ...get(within), ...get(along), ...times, ...minus]);

  const approach: Bytes = [
    ...start(alongX, ofPiece(2)),
    ...start(alongY, ofPiece(3)),
    ...start(awayX, [...get(x), ...ofPiece(0), ...minus]),
    ...start(awayY, [...get(y), ...ofPiece(1), ...minus]),
    ...start(within, [
      ...both(1),
      ...[...both(0), ...sumOfProducts(awayX, alongX, awayY, alongY), ...ofPiece(4), ...by, ...greater],
      ...lesser,
    ]),
    ...subtractPart(awayX, alongX),
    ...subtractPart(awayY, alongY),
    ...start(least, [...get(least), ...sumOfProducts(awayX, awayX, awayY, awayY), ...lesser]),
    ...increase(piece, pieceBytes),
  ];
  const pair: Bytes = [
    ...start(least, both(Infinity)),
    ...start(piece, constant(piecesAt)),
    ...repeat(approach, below(piece, get(end))),
    ...store,
    ...increase(out, 2 * numberBytes),
    ...start(x, [...get(x), ...both(2), ...plus]),
  ];
  const row: Bytes = [
    ...start(x, both(0.5, 1.5)),
    ...increase(rowEnd, rowBytes),
    ...repeat(pair, below(out, get(rowEnd))),
    ...start(y, [...get(y), ...both(1), ...plus]),
  ];
  return moduleOf(
    1,
    [
      [3, int32],
      [8, vector],
    ],
    [...start(y, both(0.5)), ...repeat(row, below(out, constant(outBytes)))],
  );
}
