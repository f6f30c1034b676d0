import { expectDistribution } from "../testing";
import { glorotUniform } from "./initializer";

expectDistribution(glorotUniform, ({ inputs, outputs }) => ({
  variance: 2 / (inputs + outputs),
  largest: Math.sqrt(6 / (inputs + outputs)),
}));
