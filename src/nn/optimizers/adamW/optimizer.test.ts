import { expectSteps } from "../testing";

expectSteps({
  plain: {
    settings: { type: "adamW", learningRate: 0.01, weightDecay: 0.1 },
    keras: [0.4875652492046356, -1.1786702871322632, 1.8827979564666748, 0.038805294781923294],
    torch: [0.48756542801856995, -1.1786699295043945, 1.882105827331543, 0.07711118459701538],
  },
});
