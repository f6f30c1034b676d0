import type { Layer } from "../../src/nn/layers/kinds";

/** The settings of a layer in one line, by their names in the document: "units 200". Those that few change are left out. */
export function settingsText(layer: Layer): string {
  return Object.entries(layer as Record<string, unknown>)
    .filter(([key, value]) => !["type", "initializer", "layers"].includes(key) && value !== "inverted")
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(", ");
}
