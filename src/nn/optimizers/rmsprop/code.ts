import { call, type Definition, unless } from "../../python";
import { optimizerCode } from "../optimizer-code";
import { rmsprop } from "./optimizer";

/** torch.optim.RMSprop adds epsilon to the root instead, which makes much larger steps of small gradients. */
const RMSpropTF: Definition = {
  name: "RMSpropTF",
  source: `class RMSpropTF(torch.optim.Optimizer):
    """RMSprop with epsilon under the root, as in TensorFlow and Keras."""

    def __init__(self, params, lr=0.001, alpha=0.9, eps=1e-7, momentum=0.0):
        defaults = {"lr": lr, "alpha": alpha, "eps": eps, "momentum": momentum}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state["square"] = torch.zeros_like(p)
                    state["moved"] = torch.zeros_like(p)
                state["square"].lerp_(p.grad.square(), 1 - group["alpha"])
                change = group["lr"] * p.grad / (state["square"] + group["eps"]).sqrt()
                state["moved"].mul_(group["momentum"]).add_(change)
                p.sub_(state["moved"])`,
};

export const rmspropCode = optimizerCode(rmsprop, {
  pytorch: ({ learningRate, decay, momentum, epsilon }) =>
    call("RMSpropTF", ["net.parameters()"], {
      lr: learningRate,
      alpha: unless(decay, 0.9),
      eps: unless(epsilon, 1e-7),
      momentum: unless(momentum, 0),
    }),
  pytorchNeeds: RMSpropTF,
  keras: ({ decay, momentum, epsilon }, rate, clipNorm) =>
    call("keras.optimizers.RMSprop", [], {
      learning_rate: rate,
      rho: unless(decay, 0.9),
      momentum: unless(momentum, 0),
      epsilon: unless(epsilon, 1e-7),
      global_clipnorm: clipNorm,
    }),
});
