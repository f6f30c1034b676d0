import { expectDistribution, truncation } from "../testing";
import { lecunNormal } from "./initializer";

expectDistribution(lecunNormal, ({ inputs }) => ({
  variance: 1 / inputs,
  largest: truncation * Math.sqrt(1 / inputs),
}));
