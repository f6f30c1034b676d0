import { expectDistribution, truncation } from "../testing";
import { glorotNormal } from "./initializer";

expectDistribution(glorotNormal, ({ inputs, outputs }) => ({
  variance: 2 / (inputs + outputs),
  largest: truncation * Math.sqrt(2 / (inputs + outputs)),
}));
