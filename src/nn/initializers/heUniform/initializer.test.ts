import { expectDistribution } from "../testing";
import { heUniform } from "./initializer";

expectDistribution(heUniform, ({ inputs }) => ({
  variance: 2 / inputs,
  largest: Math.sqrt(6 / inputs),
}));
