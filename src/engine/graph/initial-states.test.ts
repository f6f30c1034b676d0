import { expect, test } from "vitest";
import { layersOf } from "../../experiment/variants";
import { smallExperiment } from "../../lab/testing";
import { initialState } from "../parameters";
import { InitialStates } from "./initial-states";

const layersWith = (variant: object) => layersOf(smallExperiment(), variant);

test("runs of a seed that differ in rates begin with one state, others with their own", () => {
  const states = new InitialStates();
  const of = (variant: object, seed: number) => {
    const state = states.of(layersWith(variant), [2], seed);
    expect(state).toEqual(initialState(layersWith(variant), [2], seed));
    return state;
  };
  const first = of({ rate: 0.3 }, 1);
  expect(of({ rate: 0.5 }, 1)).toBe(first);
  expect(of({ rate: 0.5 }, 2)).not.toEqual(first);
  expect(of({ width: 2 }, 2).weights).toHaveLength(2 * first.weights.length - 2);
  states.clear();
  expect(of({ rate: 0.3 }, 1)).not.toBe(first);
});
