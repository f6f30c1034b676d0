import { expectSteps } from "../testing";

expectSteps({
  plain: {
    settings: { type: "rmsprop", learningRate: 0.01 },
    keras: [0.4011802077293396, -1.0745940208435059, 1.8824235200881958, 0.001316226553171873],
    torch: [0.4011802673339844, -1.0745940208435059, 1.7713468074798584, 0.11864040791988373],
  },
  "with momentum": {
    settings: { type: "rmsprop", learningRate: 0.01, decay: 0.8, momentum: 0.7 },
    keras: [0.3526829481124878, -0.9307840466499329, 1.751874566078186, 0.0018377137603238225],
  },
});
