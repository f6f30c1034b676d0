import { expectDistribution } from "../testing";
import { lecunUniform } from "./initializer";

expectDistribution(lecunUniform, ({ inputs }) => ({
  variance: 1 / inputs,
  largest: Math.sqrt(3 / inputs),
}));
