import { expectDistribution } from "../testing";
import { pytorch } from "./initializer";

expectDistribution(pytorch, ({ inputs }) => ({
  variance: 1 / (3 * inputs),
  largest: 1 / Math.sqrt(inputs),
}));
