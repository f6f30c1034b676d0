import { expectDistribution, truncation } from "../testing";
import { heNormal } from "./initializer";

expectDistribution(heNormal, ({ inputs }) => ({
  variance: 2 / inputs,
  largest: truncation * Math.sqrt(2 / inputs),
}));
