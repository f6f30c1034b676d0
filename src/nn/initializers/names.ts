/** Ways to draw the initial weights of a layer; see initializers.ts for the formulas. */
export const initializerNames = [
  "pytorch",
  "heNormal",
  "heUniform",
  "glorotNormal",
  "glorotUniform",
  "lecunNormal",
  "lecunUniform",
] as const;

export type InitializerName = (typeof initializerNames)[number];
