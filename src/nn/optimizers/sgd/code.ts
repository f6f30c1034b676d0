import { call, type Definition, unless } from "../../python";
import { optimizerCode } from "../optimizer-code";
import { sgd } from "./optimizer";

/** keras.optimizers.SGD keeps steps in its momentum, and with them the learning rates of earlier steps. */
const MomentumSGD: Definition = {
  name: "MomentumSGD",
  source: `class MomentumSGD(keras.optimizers.SGD):
    """SGD whose momentum keeps gradients, not steps, as in PyTorch: each step has its own rate."""

    def update_step(self, gradient, variable, learning_rate):
        kept = self.momentums[self._get_variable_index(variable)]
        self.assign(kept, self.momentum * kept + gradient)
        step = gradient + self.momentum * kept if self.nesterov else kept
        self.assign_sub(variable, ops.cast(learning_rate, variable.dtype) * step)`,
};

export const sgdCode = optimizerCode(sgd, {
  pytorch: ({ learningRate, momentum, nesterov }) =>
    call("torch.optim.SGD", ["net.parameters()"], {
      lr: learningRate,
      momentum: unless(momentum, 0),
      // PyTorch refuses Nesterov's without momentum, where it changes nothing.
      nesterov: (nesterov && momentum > 0) || undefined,
    }),
  keras: ({ momentum, nesterov }, rate, clipNorm, changes) =>
    call(changes && momentum > 0 ? "MomentumSGD" : "keras.optimizers.SGD", [], {
      learning_rate: rate,
      momentum: unless(momentum, 0),
      nesterov: nesterov || undefined,
      global_clipnorm: clipNorm,
    }),
  kerasNeeds: MomentumSGD,
});
