import { expectLoss } from "../testing";

expectLoss("meanSquaredError", {
  outputs: [[1.5], [-2], [0.25]],
  values: [[1], [1], [0.25]],
  perSample: [0.25, 9, 0],
  gradient: [[1], [-6], [0]],
});
