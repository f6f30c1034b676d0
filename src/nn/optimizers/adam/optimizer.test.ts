import { expectSteps } from "../testing";

expectSteps({
  plain: {
    settings: { type: "adam", learningRate: 0.01, beta1: 0.8, beta2: 0.95 },
    keras: [0.48144209384918213, -1.183574914932251, 1.8974754810333252, 0.06967748701572418],
    torch: [0.48144209384918213, -1.183574914932251, 1.8974045515060425, 0.07661786675453186],
  },
});
