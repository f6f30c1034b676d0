import { glorotNormal } from "./glorotNormal/initializer";
import { glorotUniform } from "./glorotUniform/initializer";
import { heNormal } from "./heNormal/initializer";
import { heUniform } from "./heUniform/initializer";
import { lecunNormal } from "./lecunNormal/initializer";
import { lecunUniform } from "./lecunUniform/initializer";
import { pytorch } from "./pytorch/initializer";
import type { InitializerKind } from "./initializer-kind";

/** Every initialiser, in the order in which they are offered (docs/how-to-add-an-optimizer.md). */
const initializers = [
  pytorch,
  heNormal,
  heUniform,
  glorotNormal,
  glorotUniform,
  lecunNormal,
  lecunUniform,
] as const;

export const initializerNames = initializers.map(({ name }) => name);
export type InitializerName = (typeof initializerNames)[number];

export function initializerOf(name: InitializerName): InitializerKind<InitializerName> {
  return initializers.find((initializer) => initializer.name === name)!;
}
