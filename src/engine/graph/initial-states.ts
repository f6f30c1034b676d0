import { kindOf, type Layer } from "../../nn/layers/kinds";
import { layerShapes } from "../../nn/network";
import type { Shape } from "../../nn/shape";
import type { StateVectors } from "../engine";
import { initialState } from "../parameters";

/** Keeps the state that the last run began with: the runs of a seed follow one another, and those that differ in rates alone begin alike. */
export class InitialStates {
  private last: { readonly key: string; readonly state: StateVectors } | null = null;

  /** As initialState gives it; nobody may change it. */
  of(layers: readonly Layer[], input: Shape, seed: number): StateVectors {
    const drawn = layerShapes(layers, input).filter(({ layer }) => kindOf(layer).initialValues);
    const key = JSON.stringify([seed, drawn.map((each) => [each.layer, each.input, each.shortcut])]);
    if (this.last?.key !== key) this.last = { key, state: initialState(layers, input, seed) };
    return this.last.state;
  }

  clear(): void {
    this.last = null;
  }
}
