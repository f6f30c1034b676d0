import type { Words } from "./layer-kind";

/** 2π / 2³²: what an angle's word is multiplied by. */
export const anglePerWord = Math.fround((2 * Math.PI) / 2 ** 32);

/** Random words (uint32) for a row of so many normals: its first half gives radii, its second half angles. */
export function wordsOfNormals(units: number): number {
  return 2 * Math.ceil(units / 2);
}

/**
 * The next standard normals [rows, units], row-major (Box and Muller 1958): radius · cos(angle) for the first half of a row, radius ·
 * sin(angle) for the second. Words become float32 before they are computed with, as in graph-normals.ts; so both give the same normals
 * but for the rounding of logarithm, cosine and sine.
 */
export function drawNormals(random: Words, rows: number, units: number): Float32Array {
  const words = wordsOfNormals(units);
  const half = words / 2;
  const drawn = new Uint32Array(rows * words);
  random.fillUint32(drawn);
  const normals = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < half; place++) {
      const uniform = Math.fround(Math.fround(drawn[row * words + place]!) + 1) / 2 ** 32;
      const radius = Math.sqrt(-2 * Math.log(uniform));
      const angle = Math.fround(Math.fround(drawn[row * words + half + place]!) * anglePerWord);
      normals[row * units + place] = radius * Math.cos(angle);
      if (half + place < units) normals[row * units + half + place] = radius * Math.sin(angle);
    }
  }
  return normals;
}
